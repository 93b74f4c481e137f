package io.cloudkit.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.testapi.NoProviders;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor's code at work: whose classes it sees, on which loader it runs, and how it may fail. */
@Timeout(60)
class GuardedProviderTest {
  private static final String FACTORY = "com.acme.AcmeFactory";
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobQuery JOB =
      new JobQuery(
          JobRef.of("acme", JobType.PROVISION, "1", "op"),
          "claim",
          "v1",
          ResourceSnapshot.of(
              Map.of(
                  "apiVersion", "example.com/v1",
                  "kind", "Machine",
                  "metadata", Map.of("name", "vm", "uid", "uid-1"))));

  /** Tells the class loader of the thread, and whether it is the one of the vendor's own class. */
  private static final String WHERE =
      "Thread.currentThread().getContextClassLoader() == Backend.class.getClassLoader()";

  @TempDir Path temporary;
  private final Queue<JobRef> hints = new ConcurrentLinkedQueue<>();

  static List<Class<?>> guards() {
    return List.of(GuardedProvider.class, GuardedFactory.class, GuardedContext.class);
  }

  @ParameterizedTest
  @MethodSource("guards")
  void passesOnEveryMethodOfTheSpi(Class<?> guard) {
    for (Method method : guard.getInterfaces()[0].getMethods()) {
      assertThat(Arrays.stream(guard.getDeclaredMethods()).map(Method::getName))
          .as("a default that is not passed on hides the provider's own %s", method.getName())
          .contains(method.getName());
    }
  }

  @Test
  void aVendorsJacksonIsNotOurs() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                    Vendor.of("acme")
                        .observe(
                            "throw new ProviderException(\"\" + com.fasterxml.jackson.databind.ObjectMapper.VENDOR);"))
                .with(
                    "com.fasterxml.jackson.databind.ObjectMapper",
                    "package com.fasterxml.jackson.databind; public class ObjectMapper { public"
                        + " static final Object VENDOR = \"its own\"; }"));
    assertThatThrownBy(() -> provider.observe(JOB)).hasMessage("its own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.fasterxml.jackson.databind.ObjectMapper",
        "io.cloudkit.controller.engine.Engine",
        "okhttp3.OkHttpClient",
        "org.junit.jupiter.api.Test"
      })
  void aClassOfTheProgramIsNotSeen(String name) throws IOException {
    assertThat(saidBy("String.valueOf(" + found(name) + ")")).contains("ClassNotFoundException");
  }

  @Test
  void aResourceOfTheProgramIsNotSeen() throws IOException {
    String services = "META-INF/services/com.fasterxml.jackson.core.JsonFactory";
    assertThat(getClass().getClassLoader().getResource(services)).isNotNull();
    assertThat(saidBy("\"\" + Backend.class.getClassLoader().getResource(\"" + services + "\")"))
        .isEqualTo("null");
  }

  @Test
  void theLoggingFacadeAndTheJdkAreShared() throws IOException {
    assertThat(saidBy("\"\" + System.identityHashCode(org.slf4j.LoggerFactory.class)"))
        .isEqualTo("" + System.identityHashCode(org.slf4j.LoggerFactory.class));
    assertThat(saidBy("\"\" + java.net.http.HttpClient.class + java.sql.Driver.class"))
        .contains("HttpClient", "Driver");
  }

  @Test
  void itsCallsAndItsBackgroundWorkRunOnItsOwnLoader() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertThat(saidBy("\"\" + (" + WHERE + ")")).isEqualTo("true");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);

    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .create(
                        "if (!("
                            + WHERE
                            + ")) throw new IllegalArgumentException(\"create\"); return new"
                            + " Backend(context);")
                    .members(
                        "public List<Finding> preflight() { context.executor().execute(() -> { if ("
                            + WHERE
                            + ") context.hint(JobRef.of(\"acme\", JobType.PROVISION, \"1\","
                            + " \"op\")); }); return List.of(); }")));
    provider.preflight();
    await().until(() -> !hints.isEmpty());
  }

  @Test
  void whatAForgottenThreadSaysAfterTheEndIsNotHeard() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .observe("context.hint(job.job()); throw new ProviderException(\"hinted\");")));
    assertThatThrownBy(() -> provider.observe(JOB)).hasMessage("hinted");
    assertThat(hints).hasSize(1);
    provider.close();
    assertThatThrownBy(() -> provider.observe(JOB)).hasMessage("hinted");
    assertThat(hints).hasSize(1);
  }

  @Test
  void anErrorOfACallArrivesAsItWasThrown() throws IOException {
    ProvisioningProvider provider =
        provider(forge(Vendor.of("acme").observe("throw new NoSuchMethodError(\"gone\");")));
    assertThatThrownBy(() -> provider.observe(JOB)).isInstanceOf(NoSuchMethodError.class);
  }

  @Test
  void anErrorOfAPreflightOrACloseIsAnException() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .members(
                        "public List<Finding> preflight() { return preflight(); } public void"
                            + " close() { throw new NoClassDefFoundError(\"gone\"); }")));
    assertThatThrownBy(provider::preflight)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(FACTORY)
        .hasMessageContaining("StackOverflowError");
    assertThatThrownBy(provider::close)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("close failed");
  }

  @Test
  void aClassThatAPreflightLacksIsNamed() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .members(
                        "public List<Finding> preflight() { throw new"
                            + " NoClassDefFoundError(\"com/acme/Missing\"); }")));
    assertThatThrownBy(provider::preflight)
        .isInstanceOf(ProviderDefectException.class)
        .hasMessageContaining("com/acme/Missing")
        .hasMessageContaining("complete its jars");
  }

  @Test
  void aCloseThatDoesNotEndIsLeftAloneAndNotRepeated() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .members(
                        "public void close() { while (true) {"
                            + " java.util.concurrent.locks.LockSupport.park(); Thread.interrupted(); } }")),
            SHORT);
    assertThatThrownBy(provider::close).hasMessageContaining("within 3 s; it is left alone");
    provider.close();
  }

  @Test
  void aCloseHasItsTimeAlthoughTheOneWhoClosesWasInterrupted() throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(
                Vendor.of("acme")
                    .members(
                        "public void close() { java.util.concurrent.locks.LockSupport"
                            + ".parkNanos(100_000_000L); throw new IllegalStateException(\"closed to"
                            + " its end\"); }")));
    Thread.currentThread().interrupt();
    assertThatThrownBy(provider::close).hasRootCauseMessage("closed to its end");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRefusalStaysWhatItIs() {
    assertThatThrownBy(() -> making("throw new IllegalArgumentException(\"url: expected one\");"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("url: expected one");
  }

  @Test
  void aProviderThatCanNotBeMadeIsAnExceptionInOurWords() {
    assertThatThrownBy(() -> making("return null;"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("create answered null");
    assertThatThrownBy(() -> making("throw new NoClassDefFoundError(\"a/B\");"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NoClassDefFoundError: a/B; complete its jars");
    assertThatThrownBy(() -> making("throw new AssertionError(\"token=s3cret\");"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("java.lang.AssertionError")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                making(
                    "while (true) { java.util.concurrent.locks.LockSupport.park(); Thread.interrupted(); }"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected a provider within 3 s");
  }

  private void making(String create) throws IOException {
    provider(forge(Vendor.of("acme").create(create)), SHORT);
  }

  private static String found(String name) {
    return "new java.util.function.Supplier<Object>() { public Object get() { try { return"
        + " Class.forName(\""
        + name
        + "\"); } catch (ClassNotFoundException e) { return e; } } }.get()";
  }

  /** The value of an expression in the vendor's provider. */
  private String saidBy(String expression) throws IOException {
    ProvisioningProvider provider =
        provider(
            forge(Vendor.of("acme").observe("throw new ProviderException(" + expression + ");")));
    try {
      provider.observe(JOB);
      return "nothing";
    } catch (ProviderException said) {
      return String.valueOf(said.getMessage());
    }
  }

  private JarForge forge(Vendor vendor) throws IOException {
    return new JarForge(temporary).with(FACTORY, vendor.factory(FACTORY)).naming(FACTORY);
  }

  private ProvisioningProvider provider(JarForge jar) throws IOException {
    return provider(jar, LONG);
  }

  private ProvisioningProvider provider(JarForge jar, Duration patience) throws IOException {
    Path providers = temporary.resolve("providers");
    jar.into(providers.resolve("acme").resolve("acme.jar"));
    ProviderDiscovery found = ProviderDiscovery.in(new NoProviders(), providers, patience);
    assertThat(found.refused()).isEmpty();
    return found
        .factories()
        .get(0)
        .create(ProviderConfig.of("acme", List.of(), Map.of()), new Context());
  }

  private final class Context implements ProviderContext {
    @Override
    public String instance() {
      return "acme";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public LongSupplier nanoTime() {
      return System::nanoTime;
    }

    @Override
    public Executor executor() {
      return ForkJoinPool.commonPool();
    }

    @Override
    public MetricsSink metrics() {
      throw new UnsupportedOperationException("not measured");
    }

    @Override
    public Secret secret(String property) {
      throw new IllegalArgumentException("no secrets here");
    }

    @Override
    public void hint(JobRef job) {
      hints.add(job);
    }
  }
}
