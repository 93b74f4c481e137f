package io.cloudkit.provider.eda.tracker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.EdaProviderFactory;
import io.cloudkit.provider.eda.TestContext;
import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provider.eda.connection.Proof;
import io.cloudkit.provider.eda.connection.Tls;
import io.cloudkit.provider.eda.event.Payload;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.Response;

/** A simulated AAP that launches what a rulebook would, and a tracker whose time stands. */
final class TrackedAap implements AutoCloseable {
  static final Ending KILLED = new Ending(AapStatus.CANCELED, "", Ending.Reach.BROKEN_OFF);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Times TIMES =
      new Times(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(150),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30));

  private final FakeAap aap = FakeAap.start();
  private final Template create = aap.add(template("create-vm"));
  private final Template delete = aap.add(template("delete-vm"));
  private final AtomicLong nanos = new AtomicLong();
  private volatile Duration answersAfter = Duration.ZERO;
  private volatile boolean dated = true;
  private final List<JobRef> hints = new CopyOnWriteArrayList<>();
  private final Restarted first = restarted();

  /** One process. */
  record Restarted(AapReader reader, Tracker tracker) {}

  private static TemplateSpec template(String name) {
    return TemplateSpec.job(name)
        .script(Script.quick().takes(Duration.ZERO, Duration.ZERO, Duration.ZERO).untilTold());
  }

  Restarted restarted() {
    EdaProviderFactory factory = new EdaProviderFactory();
    ProviderConfig config =
        ProviderConfig.of(
            "eda",
            factory.properties(),
            Map.of("provision-webhook", "http://h/c", "deprovision-webhook", "http://h/d"));
    AapReader reader =
        new AapReader(
            AapUrl.of("tracker-url", URI.create(aap.apiUrl())),
            new Proof.Named("tracker-token", aap::token),
            Tls.trusting(config, "tracker-ca-file"),
            Duration.ofSeconds(10),
            TestContext.timedBy(nanos::get, Map.of("tracker-token", aap::token)),
            client -> client.addInterceptor(this::onTheWay));
    AapTemplates templates =
        new AapTemplates(
            reader,
            List.of(
                new AapTemplates.Named("tracker-provision-template", "create-vm"),
                new AapTemplates.Named("tracker-deprovision-template", "delete-vm")),
            nanos::get);
    return new Restarted(reader, new Tracker(reader, templates, TIMES, nanos::get, hints::add));
  }

  private Response onTheWay(Interceptor.Chain chain) throws IOException {
    Response answer = chain.proceed(chain.request());
    passes(answersAfter);
    return dated ? answer : answer.newBuilder().removeHeader("Date").build();
  }

  /** Each answer takes that long. */
  void answersAfter(Duration time) {
    answersAfter = time;
  }

  /** Something before AAP takes the Date out of its answers. */
  void tellsNoDate() {
    dated = false;
  }

  FakeAap aap() {
    return aap;
  }

  Tracker tracker() {
    return first.tracker();
  }

  List<JobRef> hints() {
    return hints;
  }

  List<Finding> findings() {
    return tracker().findings(Deadline.after(Duration.ofSeconds(5), System::nanoTime));
  }

  void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void tick() {
    tracker().tick();
  }

  /** As the engine asks, the thread looks, and the engine asks again. */
  JobStatus looked(JobQuery job, JobStatus seen) {
    var unused = tracker().over(job, seen);
    tick();
    return tracker().over(job, seen);
  }

  Template template(JobType type) {
    return type == JobType.PROVISION ? create : delete;
  }

  JobRow row(long id) {
    return aap.controller().job(id).orElseThrow();
  }

  /** As a rule launches it, whose event is what is posted for that machine. */
  long launch(JobType type, Vm vm) {
    return launch(type, vm, Vm.OPERATION);
  }

  long launch(JobType type, Vm vm, String operation) {
    return launched(LaunchOrder.of(template(type).id(), event(type, vm, operation), aap.user()));
  }

  /** One whose state is of no interest. */
  void launchUnawaited(JobType type, Vm vm, String operation) {
    ObjectNode event = event(type, vm, operation);
    var unused = aap.controller().launch(LaunchOrder.of(template(type).id(), event, aap.user()));
  }

  /** By somebody else. */
  long launch(JobType type, Map<String, ?> variables) {
    return launched(
        LaunchOrder.of(template(type).id(), MAPPER.<ObjectNode>valueToTree(variables), aap.user()));
  }

  /** One whose id was taken earlier. */
  void commit(long id, JobType type, Vm vm) {
    launched(
        new LaunchOrder(
            template(type).id(),
            event(type, vm, Vm.OPERATION),
            JsonNodeFactory.instance.objectNode(),
            aap.user(),
            Optional.of(id)));
  }

  private long launched(LaunchOrder order) {
    long id = aap.controller().launch(order).id();
    await().until(() -> row(id).status() == AapStatus.RUNNING);
    return id;
  }

  static ObjectNode event(JobType type, Vm vm, String operation) {
    LaunchPlan plan = new LaunchPlan("eda", operation, type, Vm.VERSION, Map.of(), vm.snapshot());
    Deadline sendBy = Deadline.after(Duration.ofMinutes(1), System::nanoTime);
    LaunchRequest request = new LaunchRequest(plan, Vm.CLAIM, 1, Optional.empty(), sendBy);
    ObjectNode variables = MAPPER.createObjectNode();
    try {
      variables
          .putObject("ansible_eda")
          .putObject("event")
          .set("payload", MAPPER.readTree(Payload.of(request).utf8()));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return variables;
  }

  void ends(long id, Ending how) {
    aap.controller().finish(id, how);
    await().until(() -> !row(id).status().isActive());
  }

  @Override
  public void close() {
    first.reader().close();
    aap.close();
  }
}
