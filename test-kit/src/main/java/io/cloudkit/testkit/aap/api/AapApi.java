package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.aap.notification.Notifications;
import io.cloudkit.testkit.http.HttpAnswer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The whole API as one function. Thread-safe, never blocks, never throws for what a client sends.
 */
public final class AapApi {
  /** The version it claims: the one that the reference observed. */
  public static final String VERSION = "24.6.1";

  private static final List<String> BASES = List.of("/api/controller/v2", "/api/v2");
  private static final List<String> PUBLIC =
      List.of(
          "ping",
          "config",
          "me",
          "job_templates",
          "jobs",
          "unified_job_templates",
          "unified_jobs",
          "workflow_job_templates",
          "workflow_jobs",
          "labels",
          "inventories",
          "execution_environments",
          "bulk");
  private static final User NOBODY = new User(0, "", User.Role.READ_ONLY);

  private final Controller controller;
  private final TemplateRoutes templates;
  private final JobRoutes jobs;
  private final BulkRoute bulk;
  private final NamedRoutes named = new NamedRoutes();
  private final Map<String, User> tokens = new ConcurrentHashMap<>();

  /** The API of a controller that notifies nobody. */
  public AapApi(Controller controller) {
    this(controller, Notifications.none());
  }

  /** The API of a controller, and of what it notified others of. */
  public AapApi(Controller controller, Notifications notifications) {
    this.controller = controller;
    NotificationRoutes notificationRoutes = new NotificationRoutes(notifications);
    Sight sight = new Sight(controller);
    JobFields jobFields = new JobFields(named);
    this.templates = new TemplateRoutes(controller, sight, jobFields, named, notificationRoutes);
    this.jobs = new JobRoutes(controller, sight, jobFields, notificationRoutes);
    this.bulk = new BulkRoute(controller, sight);
  }

  /** From now on this token stands for this user. */
  public void accept(String token, User user) {
    tokens.put(token, user);
  }

  /** From now on the user is let in by this password, as Basic (§1.5), and by nothing else. */
  public void acceptPassword(String password, User user) {
    byte[] pair = (user.name() + ":" + password).getBytes(StandardCharsets.UTF_8);
    tokens.values().removeIf(user::equals);
    tokens.put("Basic " + Base64.getEncoder().encodeToString(pair), user);
  }

  /**
   * One more inventory, execution environment or label.
   *
   * @param collection its name in paths
   * @return its id
   */
  public long addNamed(String collection, String name, long organization) {
    return named.add(collection, name, organization);
  }

  /** The token is worth nothing any more: 401. */
  public void revoke(String token) {
    tokens.remove(token);
  }

  public HttpAnswer handle(ApiRequest request) {
    HttpAnswer answer;
    try {
      answer = route(request);
    } catch (Refusal refusal) {
      answer = refusal.answer();
    }
    HttpAnswer named =
        answer
            .with("X-API-Product-Name", "AWX")
            .with("X-API-Node", "fake-node")
            .with("Date", Times.header(controller.now()));
    return user(request).isPresent() ? named.with("X-API-Product-Version", VERSION) : named;
  }

  /** The answer to a missing, wrong or revoked token: one text for every cause (§15.7). */
  public static HttpAnswer unauthorized() {
    return detail(
            401,
            "Authentication credentials were not provided. To establish a login session, visit"
                + " /api/login/.")
        .with("WWW-Authenticate", "Bearer realm=api authorization_url=/api/o/authorize/");
  }

  /** {@code {"detail": …}}, the framework's way to say no. */
  public static HttpAnswer detail(int status, String text) {
    return HttpAnswer.json(status, Documents.object().put("detail", text));
  }

  private Optional<User> user(ApiRequest request) {
    return request.token().map(tokens::get);
  }

  private HttpAnswer route(ApiRequest request) {
    if (request.path().equals("/api/")) {
      return discovery();
    }
    for (String base : BASES) {
      if (request.path().startsWith(base + "/")) {
        return under(request, base);
      }
    }
    return HttpAnswer.html(404, "Not Found"); // §15.7
  }

  private HttpAnswer under(ApiRequest request, String base) {
    String rest = request.path().substring(base.length() + 1);
    List<String> segments =
        Arrays.stream(rest.split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    // §10.5: template routes mend a missing slash in silence, all others redirect
    if (!rest.isEmpty() && !rest.endsWith("/") && !isTemplateRoute(segments)) {
      String query = request.query().isEmpty() ? "" : "?" + request.query();
      return HttpAnswer.html(301, "Moved Permanently")
          .with("Location", request.path() + "/" + query);
    }
    Optional<User> user = user(request);
    Call call = new Call(request, base, segments, user.orElse(NOBODY));
    if (call.segment(0).equals("ping") && segments.size() == 1) {
      return ping();
    }
    if (!isRouted(call)) {
      return HttpAnswer.html(404, "Not Found");
    }
    if (segments.isEmpty()) {
      return root(call);
    }
    if (user.isEmpty()) {
      return unauthorized();
    }
    if (!request.method().equals("GET") && user.get().role() == User.Role.READ_ONLY) {
      throw Refusal.forbidden(); // §1.7
    }
    return dispatch(call).orElseGet(() -> HttpAnswer.html(404, "Not Found"));
  }

  private static boolean isTemplateRoute(List<String> segments) {
    return segments.size() > 1
        && Arrays.stream(TemplateKind.values())
            .anyMatch(kind -> kind.collection().equals(segments.get(0)));
  }

  private static boolean isRouted(Call call) {
    boolean alone = call.segments().size() <= 1;
    if (NamedRoutes.has(call.segment(0))) {
      return call.segments().size() <= 2;
    }
    return switch (call.segment(0)) {
      case "", "config", "me", "unified_jobs", "unified_job_templates" -> alone; // §2.5
      case "jobs", "workflow_jobs", "job_templates", "workflow_job_templates", "bulk" -> true;
      default -> false;
    };
  }

  private Optional<HttpAnswer> dispatch(Call call) {
    return switch (call.segment(0)) {
      case "config" -> Optional.of(config(call));
      case "me" -> Optional.of(me(call));
      case "unified_jobs" -> Optional.of(jobs.unified(call));
      case "unified_job_templates" -> Optional.of(templates.unified(call));
      case "jobs" -> jobs.route(call, JobKind.JOB);
      case "workflow_jobs" -> jobs.route(call, JobKind.WORKFLOW_JOB);
      case "job_templates" -> templates.route(call, TemplateKind.JOB_TEMPLATE);
      case "workflow_job_templates" -> templates.route(call, TemplateKind.WORKFLOW_JOB_TEMPLATE);
      case "bulk" -> bulk.route(call);
      case "labels", "inventories", "execution_environments" -> Optional.of(named.answer(call));
      default -> Optional.empty();
    };
  }

  private static HttpAnswer discovery() {
    ObjectNode body = Documents.object();
    body.put("description", "AWX REST API").put("current_version", "/api/v2/");
    body.putObject("available_versions").put("v2", "/api/v2/");
    return HttpAnswer.json(200, body);
  }

  private static HttpAnswer root(Call call) {
    ObjectNode body = Documents.object();
    PUBLIC.forEach(path -> body.put(path, call.base() + "/" + path + "/"));
    return HttpAnswer.json(200, body);
  }

  private HttpAnswer ping() {
    ObjectNode body = Documents.object();
    body.put("ha", false).put("version", VERSION).put("active_node", "fake-node");
    body.put("install_uuid", controller.installUuid());
    ObjectNode node = body.putArray("instances").addObject();
    node.put("node", "fake-node").put("node_type", "hybrid");
    node.put("heartbeat", Times.wire(controller.now())).put("capacity", 100);
    node.put("version", VERSION).put("uuid", "00000000-0000-0000-0000-000000000000");
    ObjectNode group = body.putArray("instance_groups").addObject();
    group.put("name", "default").put("capacity", 100).putArray("instances").add("fake-node");
    return HttpAnswer.json(200, body);
  }

  private HttpAnswer config(Call call) {
    call.allow("GET");
    ObjectNode body = Documents.object();
    body.put("time_zone", "UTC").put("version", VERSION);
    body.put("install_uuid", controller.installUuid());
    body.putObject("license_info").put("license_type", "open").put("valid_key", true);
    return HttpAnswer.json(200, body);
  }

  private static HttpAnswer me(Call call) {
    call.allow("GET");
    ObjectNode body = Documents.object();
    body.put("count", 1).putNull("next").putNull("previous");
    ObjectNode user = body.putArray("results").addObject();
    user.put("id", call.user().id()).put("type", "user");
    user.put("url", call.base() + "/users/" + call.user().id() + "/");
    user.put("username", call.user().name()).put("is_superuser", call.user().isSuperuser());
    user.put("is_system_auditor", false);
    return HttpAnswer.json(200, body);
  }
}
