package io.cloudkit.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.discovery.ProviderDiscovery.Found;
import io.cloudkit.controller.testapi.NoProviders;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders as people and vendors leave them: whatever is in one, the good one beside it works. */
@Timeout(60)
class ProviderFoldersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FACTORY = "com.acme.AcmeFactory";

  @TempDir Path temporary;
  private Path providers;

  @BeforeEach
  void aGoodOne() throws IOException {
    providers = Files.createDirectory(temporary.resolve("providers"));
    forge(Vendor.of("good"), "com.good.GoodFactory").into(jar("good", "good.jar"));
  }

  @Test
  void whatIsWholeIsFoundWithItsFolder() {
    ProviderDiscovery found = discover();

    assertThat(found.refused()).isEmpty();
    Found good = found.found().get(0);
    assertThat(good.type().name()).isEqualTo("good");
    assertThat(good.spiLevel()).isEqualTo(SpiLevel.CURRENT);
    assertThat(good.origin()).isEqualTo(providers.resolve("good").toString());
  }

  @Test
  void anEmptyFolderIsNamed() throws IOException {
    Files.createDirectory(providers.resolve("acme"));
    refusedBesideTheGoodOne(providers.resolve("acme").toString(), "expected jars, found none");
  }

  @Test
  void aFolderWithoutAFactoryIsNamed() throws IOException {
    new JarForge(temporary).with("com.acme.Lib", "package com.acme; class Lib {}").into(acme());
    refusedBesideTheGoodOne(providers.resolve("acme").toString(), "META-INF/services/", "none");
  }

  @Test
  void aCorruptJarIsNamed() throws IOException {
    forge(Vendor.of("acme"), FACTORY).into(acme());
    byte[] whole = Files.readAllBytes(acme());
    Files.write(acme(), Arrays.copyOf(whole, whole.length / 2));
    refusedBesideTheGoodOne(acme().toString(), "expected a readable jar", "replace it");
  }

  @Test
  void aJarThatIsNoFileIsNamed() throws IOException {
    Files.createDirectories(acme());
    refusedBesideTheGoodOne(acme().toString(), "expected a jar, found no file");
  }

  @Test
  void aJarThatLiesBesideTheFoldersIsToldWhereItBelongs() throws IOException {
    forge(Vendor.of("acme"), FACTORY).into(providers.resolve("acme.jar"));
    refusedBesideTheGoodOne("acme.jar: expected a folder", "move it into", "/acme/");
  }

  @Test
  void aHiddenFolderAndAReadmeArePassedOver() throws IOException {
    Files.createDirectory(providers.resolve("..2026_11_24"));
    Files.writeString(providers.resolve("README.md"), "providers go here");
    assertThat(discover().refused()).isEmpty();
  }

  @Test
  void aFolderOfFoldersThatIsMissingIsNamed() {
    ProviderDiscovery found = discover(temporary.resolve("nowhere"), PATIENCE);
    assertThat(found.found()).isEmpty();
    assertThat(found.refused()).singleElement().asString().contains("nowhere", "expected a folder");
  }

  @Test
  void aFactoryThatIsNotThereIsNamed() throws IOException {
    new JarForge(temporary).naming(FACTORY).into(acme());
    refusedBesideTheGoodOne(providers.resolve("acme").toString(), FACTORY);
  }

  @Test
  void aClassFileThatIsNoneIsNamed() throws IOException {
    new JarForge(temporary)
        .naming(FACTORY)
        .withFile("com/acme/AcmeFactory.class", "not a class")
        .into(acme());
    refusedBesideTheGoodOne(providers.resolve("acme").toString(), "ClassFormatError");
  }

  @Test
  void aFactoryThatThrowsIsNamed() throws IOException {
    refuses(
        Vendor.of("acme").constructor("throw new IllegalStateException(\"no licence\");"),
        "no licence");
  }

  @Test
  void aFactoryThatThrowsAnErrorIsNamed() throws IOException {
    refuses(Vendor.of("acme").typeBody("return type();"), "StackOverflowError");
  }

  @Test
  void aClassThatIsMissingIsNamedEvenIfItIsMissedLate() throws IOException {
    forge(Vendor.of("acme").properties("return com.absent.Lib.settings();"), FACTORY)
        .against(
            "com.absent.Lib",
            "package com.absent; public class Lib { public static"
                + " java.util.List<io.cloudkit.provisioning.spi.ConfigProperty> settings() { return"
                + " null; } }")
        .into(acme());
    refusedBesideTheGoodOne(FACTORY, "NoClassDefFoundError: com/absent/Lib");
  }

  @Test
  void whatAnswersNullIsNamed() throws IOException {
    refuses(Vendor.of("acme").typeBody("return null;"), "type() answered null");
    refuses(Vendor.of("acme").properties("return null;"), "properties() answered null");
  }

  @Test
  void whatIsTooNewIsToldSoBeforeItCanFail() throws IOException {
    refuses(
        Vendor.of("acme")
            .level(SpiLevel.CURRENT + 1)
            .properties("throw new NoSuchMethodError(\"of the future\");"),
        "expected SPI level " + SpiLevel.CURRENT,
        "use a newer operator");
  }

  @Test
  void aMethodThatTheSpiDoesNotHaveIsNamed() throws IOException {
    forge(Vendor.of("acme").levelBody("SpiLevel.negotiated()"), FACTORY)
        .against(
            SpiLevel.class.getName(),
            "package io.cloudkit.provisioning.spi; public class SpiLevel { public static int"
                + " negotiated() { return 1; } }")
        .into(acme());
    refusedBesideTheGoodOne(FACTORY, "NoSuchMethodError", "negotiated");
  }

  @Test
  void aCopyOfTheSpiInTheJarIsNotSeen() throws IOException {
    forge(Vendor.of("acme"), FACTORY)
        .with(
            SpiLevel.class.getName(),
            "package io.cloudkit.provisioning.spi; public class SpiLevel { }")
        .with(
            ProvisioningProviderFactory.class.getName(),
            """
            package io.cloudkit.provisioning.spi;
            public interface ProvisioningProviderFactory {
              ProviderType type();
              int spiLevel();
              java.util.List<ConfigProperty> properties();
              ProvisioningProvider create(ProviderConfig config, ProviderContext context);
            }
            """)
        .into(acme());
    assertThat(types()).containsExactly("acme", "good");
    assertThat(discover().refused()).isEmpty();
  }

  @Test
  void whatHangsIsGivenUp() throws IOException {
    String hang =
        "while (true) { java.util.concurrent.locks.LockSupport.park(); Thread.interrupted(); }";
    List<Vendor> hanging =
        List.of(
            Vendor.of("acme").constructor("if (true) " + hang),
            Vendor.of("acme").typeBody(hang),
            Vendor.of("acme")
                .levelBody("hang(); } static int hang() { if (true) " + hang + " return 1"));
    for (int i = 0; i < hanging.size(); i++) {
      forge(hanging.get(i), FACTORY).into(jar("acme" + i, "acme.jar"));
    }

    ProviderDiscovery found = discover(providers, Duration.ofSeconds(5));

    assertThat(found.factories()).extracting(each -> each.type().name()).containsExactly("good");
    assertThat(found.refused())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains(FACTORY, "within 5 s", "found it busy"));
  }

  @Test
  void aTypeThatTwoFoldersHaveIsTakenFromNeither() throws IOException {
    forge(Vendor.of("acme"), FACTORY).into(jar("acme-1.0", "acme.jar"));
    forge(Vendor.of("acme"), FACTORY).into(jar("acme-1.1", "acme.jar"));

    assertThat(types()).containsExactly("good");
    assertThat(discover().refused())
        .containsExactly(
            "the type \"acme\" is provided by 2 folders: "
                + providers.resolve("acme-1.0")
                + " and "
                + providers.resolve("acme-1.1")
                + "; none of them is used: keep the one that you want, move the others to another"
                + " place, and start again");
  }

  @Test
  void aTypeThatTwoFactoriesOfOneFolderHaveIsTakenFromNeither() throws IOException {
    forge(Vendor.of("acme"), FACTORY).into(acme());
    forge(Vendor.of("acme"), "com.rival.RivalFactory").into(jar("acme", "rival.jar"));

    assertThat(types()).containsExactly("good");
    assertThat(discover().refused())
        .singleElement()
        .asString()
        .startsWith(providers.resolve("acme") + ": the type \"acme\" is provided more than once")
        .contains(FACTORY, "com.rival.RivalFactory", "remove the jars of all but one");
  }

  @Test
  void twoVersionsOfOneJarAreNotGuessedBetween() throws IOException {
    forge(Vendor.of("acme"), FACTORY).into(jar("acme", "acme-1.0.jar"));
    forge(Vendor.of("acme"), FACTORY).into(jar("acme", "acme-1.1.jar"));
    refusedBesideTheGoodOne("acme-1.1.jar", "acme-1.0.jar, too", "remove the older");
  }

  @Test
  void theClassPathGoesBeforeAFolder() throws IOException {
    Path services = temporary.resolve("classpath/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(ProvisioningProviderFactory.class.getName()),
        ProviderDiscoveryTest.Good.class.getName());
    try (var program =
        new URLClassLoader(
            new URL[] {temporary.resolve("classpath").toUri().toURL()}, new NoProviders())) {
      ProviderDiscovery found = ProviderDiscovery.in(program, providers, PATIENCE);

      assertThat(found.found())
          .singleElement()
          .satisfies(each -> assertThat(each.origin()).startsWith("file:"));
      assertThat(found.refused())
          .singleElement()
          .asString()
          .contains("com.good.GoodFactory in " + providers.resolve("good"), "provided already");
    }
  }

  @Test
  void moreFoldersThanAnybodyHasAreRefusedTogether() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.createDirectory(providers.resolve("p" + i));
    }
    ProviderDiscovery found = discover();
    assertThat(found.found()).isEmpty();
    assertThat(found.refused()).singleElement().asString().contains("at most 100");
  }

  private void refuses(Vendor vendor, String... words) throws IOException {
    forge(vendor, FACTORY).into(acme());
    refusedBesideTheGoodOne(FACTORY, words);
    assertThat(discover().refused())
        .singleElement()
        .asString()
        .contains(providers.resolve("acme").toString());
  }

  private void refusedBesideTheGoodOne(String word, String... words) {
    ProviderDiscovery found = discover();
    assertThat(found.factories()).extracting(each -> each.type().name()).containsExactly("good");
    assertThat(found.refused()).singleElement().asString().contains(word).contains(words);
  }

  private JarForge forge(Vendor vendor, String factory) throws IOException {
    return new JarForge(temporary).with(factory, vendor.factory(factory)).naming(factory);
  }

  private List<String> types() {
    return discover().factories().stream().map(each -> each.type().name()).toList();
  }

  private ProviderDiscovery discover() {
    return discover(providers, PATIENCE);
  }

  private ProviderDiscovery discover(Path folder, Duration patience) {
    return ProviderDiscovery.in(new NoProviders(), folder, patience);
  }

  private Path acme() {
    return jar("acme", "acme.jar");
  }

  private Path jar(String folder, String name) {
    return providers.resolve(folder).resolve(name);
  }
}
