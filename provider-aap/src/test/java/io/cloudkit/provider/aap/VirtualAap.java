package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.ControllerSettings;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.PlaybookEffect;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.time.ManualTimeline;
import io.cloudkit.testkit.time.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A provider and its AAP without a socket between them, in time that a test moves: news are asked
 * for once a second, about the jobs that are followed.
 */
final class VirtualAap implements AutoCloseable {
  private static final Instant START = Instant.parse("2024-10-23T15:30:00Z");
  private static final User SERVICE = new User(5, "svc", User.Role.ORDINARY);

  private final ManualTimeline time = new ManualTimeline(START);
  private Duration serverAhead = Duration.ZERO;
  private final AapApi api;
  private ProvisioningProvider provider;
  private final List<JobQuery> followed = new ArrayList<>();

  final Controller controller;
  final Template jobs;
  final Template workflows;

  /** What AAP was asked since the last {@link #forget}. */
  final List<ApiRequest> requests = new ArrayList<>();

  /** How many rows it gave since then. */
  int rows;

  /** What a row costs, which passes before its answer. */
  Duration perRow = Duration.ZERO;

  /** What somebody answers in place of AAP. */
  Function<ApiRequest, Optional<HttpAnswer>> trouble = request -> Optional.empty();

  VirtualAap() {
    Timeline server =
        new Timeline() {
          @Override
          public Instant now() {
            return time.now().plus(serverAhead);
          }

          @Override
          public void after(Duration delay, Runnable task) {
            time.after(delay, task);
          }
        };
    Script script = Script.quick().untilTold();
    controller =
        new Controller(
            server,
            ControllerSettings.seeded(new Random(1)).withScript(script),
            PlaybookEffect.NONE);
    Template node = controller.add(TemplateSpec.job("node"));
    jobs = controller.add(TemplateSpec.job("create-vm"));
    workflows = controller.add(TemplateSpec.workflow("delete-vm").node(node));
    api = new AapApi(controller);
    api.accept("s3cret", SERVICE);
    provider = start();
  }

  private ProvisioningProvider start() {
    AapProviderFactory factory = new AapProviderFactory();
    Map<String, String> settings =
        Map.of(
            "url", "http://aap.example/api/v2",
            "provision-template", "create-vm",
            "deprovision-template", "delete-vm");
    return AapProvider.create(
        ProviderConfig.of("aap", factory.properties(), settings),
        new TestContext(
            () -> "s3cret", Runnable::run, () -> Duration.between(START, time.now()).toNanos()),
        client ->
            client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).addInterceptor(this::answer),
        Duration.ZERO);
  }

  /** Another process takes over, which knows nothing of what was told. */
  void restart() {
    provider.close();
    provider = start();
  }

  private Response answer(Interceptor.Chain chain) throws IOException {
    Request sent = chain.request();
    Objects.requireNonNull(sent.tag(SendByInterceptor.Departure.class)).leave();
    String path = sent.url().encodedPath() + "?" + sent.url().encodedQuery();
    ApiRequest request = ApiRequest.of(sent.method(), path, "s3cret", "");
    requests.add(request);
    HttpAnswer answer = trouble.apply(request).orElseGet(() -> api.handle(request));
    rows += answer.rows();
    time.advance(perRow.multipliedBy(answer.rows()));
    Response.Builder response =
        new Response.Builder()
            .request(sent)
            .protocol(Protocol.HTTP_1_1)
            .code(answer.status())
            .message("")
            .body(ResponseBody.create(answer.body(), MediaType.get("application/json")));
    answer.headers().forEach(response::header);
    return response.build();
  }

  /** What AAP itself says. */
  HttpAnswer answer(ApiRequest request) {
    return api.handle(request);
  }

  /** Launches so many jobs that run until they are told to end, and follows them. */
  List<Long> running(int count, Template template) {
    List<Long> ids = launched(count, template);
    ids.forEach(this::follow);
    return ids;
  }

  /** As {@link #running}, but nobody asks about them. */
  List<Long> launched(int count, Template template) {
    List<Long> ids = Stream.generate(() -> pending(template)).limit(count).toList();
    time.advance(Duration.ofSeconds(1));
    return ids;
  }

  /** Launches one that no time passes for yet. */
  long pending(Template template) {
    return pending(template, JsonNodeFactory.instance.objectNode(), Optional.empty());
  }

  /**
   * As {@link #pending(Template)}, for a resource.
   *
   * @param id that its launch took from the sequence before
   */
  long pending(Template template, String uid, Optional<Long> id) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables
        .putObject("ansible_eda")
        .putObject("event")
        .putObject("payload")
        .putObject("metadata")
        .put("uid", uid);
    return pending(template, variables, id);
  }

  private long pending(Template template, ObjectNode variables, Optional<Long> id) {
    ObjectNode prompts = JsonNodeFactory.instance.objectNode();
    LaunchOrder order = new LaunchOrder(template.id(), variables, prompts, SERVICE, id);
    return controller.launch(order).id();
  }

  /**
   * A launch of an operation.
   *
   * @param id that it took from the sequence before
   */
  long launchedOf(String operation, Optional<Long> id) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.putObject("cloudkit_operation").put("id", operation);
    return pending(jobs, variables, id);
  }

  /** The ids of what may be alive for a resource. */
  List<String> live(String uid) {
    return provider
        .liveJobs(OneVm.resource(uid))
        .match(jobs -> jobs, reason -> List.<FoundJob>of())
        .stream()
        .map(found -> found.job().id())
        .toList();
  }

  void follow(long id) {
    followed.add(OneVm.query(ref(id)));
  }

  ProvisioningProvider provider() {
    return provider;
  }

  void unfollow(long id) {
    followed.removeIf(query -> query.job().equals(ref(id)));
  }

  private JobRef ref(long id) {
    JobKind kind = controller.job(id).map(JobRow::kind).orElse(JobKind.JOB);
    String prefix = kind == JobKind.JOB ? "job-" : "workflow-job-";
    return JobRef.of("aap", JobType.PROVISION, prefix + id, "");
  }

  /** One tick a second, for so long; the first at once. What each job was last told to be. */
  Map<Long, String> news(Duration during) {
    Map<Long, String> told = new LinkedHashMap<>();
    for (long tick = 0; tick < during.toSeconds(); tick++) {
      tick().forEach(told::put);
    }
    return told;
  }

  /** The news of one tick, after which a second passes. */
  Map<Long, String> tick() {
    Map<Long, String> told = new LinkedHashMap<>();
    for (Map.Entry<JobRef, JobObservation> each : provider.news(followed).entrySet()) {
      told.put(
          JobId.parse(each.getKey().id()).orElseThrow().number(),
          words(each.getValue(), status -> ""));
    }
    time.advance(Duration.ofSeconds(1));
    return told;
  }

  /** What a look at a followed job tells now: its state, and how long it has to settle if so. */
  String look(long id) {
    JobQuery query =
        followed.stream()
            .filter(each -> each.job().id().endsWith("-" + id))
            .findFirst()
            .orElseThrow();
    return words(
        provider.observe(query),
        status -> status.settle().isZero() ? "" : " for " + status.settle().toSeconds() + "s");
  }

  private static String words(JobObservation seen, Function<JobStatus, String> more) {
    return seen.match(
        status -> status.state().name() + more.apply(status),
        purged -> "purged",
        hidden -> "hidden",
        foreign -> "foreign");
  }

  /** Ends it now; its row says that it ended so much earlier, or later if that is negative. */
  void end(long id, Duration earlier) {
    controller.finish(id, Ending.succeeds());
    controller.dateEnd(id, controller.now().minus(earlier));
  }

  void end(long id) {
    controller.finish(id, Ending.succeeds());
  }

  /** The server's clock is put back, with everything that it writes. */
  void putBack(Duration by) {
    serverAhead = serverAhead.minus(by);
  }

  void pass(Duration by) {
    time.advance(by);
  }

  void forget() {
    requests.clear();
    rows = 0;
  }

  @Override
  public void close() {
    provider.close();
  }
}
