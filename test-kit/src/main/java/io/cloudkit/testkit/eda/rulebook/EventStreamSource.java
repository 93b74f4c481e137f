package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.WireRequest;
import io.cloudkit.testkit.truth.Run;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Event streams of eda-server (§2), one for each rule and named like its endpoint. They answer once
 * the event is told to PostgreSQL, which keeps nothing: without an activation that listens it is
 * lost. Thread-safe.
 */
public final class EventStreamSource implements Source {
  private static final int BODY_LIMIT = 2_621_440; // Django's DATA_UPLOAD_MAX_MEMORY_SIZE
  private static final String BASE = "/api/eda/v1/external_event_stream/";
  private static final Pattern PATH = Pattern.compile(BASE + "([^/]+)/post(/?)");

  private final StreamSettings settings;
  private final Supplier<UUID> uuids;
  private final Map<String, String> nameOf = new LinkedHashMap<>();

  /** Streams for these endpoints, each at a uuid of its own. */
  public EventStreamSource(StreamSettings settings, Supplier<UUID> uuids, List<String> endpoints) {
    this.settings = settings;
    this.uuids = uuids;
    endpoints.forEach(endpoint -> nameOf.put(uuids.get().toString(), endpoint));
  }

  @Override
  public String pathOf(String endpoint) {
    return nameOf.entrySet().stream()
        .filter(each -> each.getValue().equals(endpoint))
        .map(each -> BASE + each.getKey() + "/post/")
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected a rule's, found " + endpoint));
  }

  @Override
  public Event receive(WireRequest request, Instant now) throws RefusedException {
    String stream = streamOf(request);
    if (request.isTooLarge()) {
      throw new RefusedException(HttpAnswer.html(400, "Bad Request (400)"));
    }
    authenticate(request);
    JsonNode body = parse(request);
    // some senders post a list or a text
    JsonNode payload =
        body.isObject() ? body : JsonNodeFactory.instance.objectNode().set("body", body);
    String path = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
    Event event =
        new Event(
            uuids.get(),
            now,
            path,
            Optional.of(stream),
            headers(request),
            payload,
            Run.Cause.ASKED);
    if (settings.mode() == StreamSettings.Mode.FORWARDED && fate(event) == PgNotify.TOO_LONG) {
      throw new RefusedException(HttpAnswer.html(500, "Server Error (500)"));
    }
    return event;
  }

  private String streamOf(WireRequest request) throws RefusedException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw new RefusedException(HttpAnswer.html(404, "Not Found"));
    }
    if (path.group(2).isEmpty()) {
      String query = request.query().isEmpty() ? "" : "?" + request.query();
      throw new RefusedException(
          HttpAnswer.html(301, "Moved").with("Location", request.path() + "/" + query));
    }
    if (!request.method().equals("POST")) {
      throw refused(405, "Method \"" + request.method() + "\" not allowed.", "POST, OPTIONS");
    }
    String stream = nameOf.get(path.group(1));
    if (stream == null) {
      throw refused(400, "bad uuid specified");
    }
    return stream;
  }

  private void authenticate(WireRequest request) throws RefusedException {
    StreamAuthentication how = settings.authentication();
    Optional<String> shown = how.shown(request);
    if (shown.isEmpty()) {
      throw refused(400, how.header() + " header is missing");
    }
    Optional<String> refusal = how.refusal(shown.get(), request.body());
    if (refusal.isPresent()) {
      throw refused(403, refusal.get());
    }
  }

  private static JsonNode parse(WireRequest request) throws RefusedException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
    } catch (CharacterCodingException unreadable) {
      throw new RefusedException(HttpAnswer.html(500, "Server Error (500)"));
    }
    Optional<JsonNode> body = PythonYaml.safeLoad(text);
    if (body.isEmpty()) {
      String type = request.header("Content-Type").orElse("");
      throw refused(400, "Invalid content. Type: " + type);
    }
    return body.get();
  }

  private Map<String, String> headers(WireRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> chosen = settings.additionalDataHeaders();
    for (String name : chosen.isEmpty() ? request.headerNames() : chosen) {
      if (!chosen.isEmpty() || !name.equalsIgnoreCase(settings.authentication().header())) {
        request.header(name).ifPresent(value -> headers.put(name, value));
      }
    }
    return headers;
  }

  private static RefusedException refused(int status, String detail) {
    return new RefusedException(detail(status, detail));
  }

  private static RefusedException refused(int status, String detail, String allow) {
    return new RefusedException(detail(status, detail).with("Allow", allow));
  }

  private static HttpAnswer detail(int status, String detail) {
    return HttpAnswer.json(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
  }

  private static PgNotify fate(Event event) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.set("payload", event.payload());
    ObjectNode headers =
        message
            .putObject("meta")
            .put("endpoint", event.endpoint())
            .put("eda_event_stream_name", event.stream().orElse(""))
            .putObject("headers");
    event.headers().forEach(headers::put);
    return PgNotify.of(PythonJson.dumps(message));
  }

  @Override
  public void deliver(Event event, Activation activation, Answered answered) {
    if (settings.mode() == StreamSettings.Mode.FORWARDED && fate(event) == PgNotify.ARRIVES) {
      activation.put(event, () -> {});
    }
    answered.with(accepted(event));
  }

  @Override
  public HttpAnswer accepted(Event event) {
    return HttpAnswer.empty(200);
  }

  @Override
  public int bodyLimit() {
    return BODY_LIMIT;
  }

  /** It is a part of eda-server. */
  @Override
  public boolean isPartOfActivation() {
    return false;
  }
}
