package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ObjectStore.Change;
import io.cloudkit.testkit.kubernetes.ObjectStore.ChangeType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Streams changes, one JSON object a line, until its time is over, the client goes, or the server
 * stops.
 */
final class Watch {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final long DEFAULT_SECONDS = 1800;

  private final ApiServer server;
  private final ApiRequest request;
  private final Target target;
  private final Predicate<ObjectNode> selector;
  private final BooleanSupplier stopped;
  private final LongSupplier nanoTime;
  private final long from;

  Watch(
      ApiServer server,
      ApiRequest request,
      Target target,
      BooleanSupplier stopped,
      LongSupplier nanoTime) {
    this.server = server;
    this.request = request;
    this.target = target;
    this.selector = ApiServer.selector(request, target.type());
    this.stopped = stopped;
    this.nanoTime = nanoTime;
    this.from = ApiServer.version(request);
  }

  void stream(OutputStream out) throws IOException, InterruptedException {
    long deadline = nanoTime.getAsLong() + Duration.ofSeconds(seconds()).toNanos();
    long since = begin(out);
    try {
      while (!stopped.getAsBoolean() && nanoTime.getAsLong() - deadline < 0) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - nanoTime.getAsLong()));
        ObjectStore.News news = server.store().await(since, left.compareTo(TICK) < 0 ? left : TICK);
        for (Change change : news.changes()) {
          send(out, change);
        }
        if (news.changes().isEmpty() && request.isTrue("allowWatchBookmarks")) {
          line(out, "BOOKMARK", bookmark(news.upTo()));
        }
        since = news.upTo();
      }
    } catch (ApiFailure expired) {
      line(out, "ERROR", expired.status());
    }
  }

  private long seconds() {
    String asked = request.parameter("timeoutSeconds");
    return asked.matches("[0-9]{1,6}") ? Long.parseLong(asked) : DEFAULT_SECONDS;
  }

  /** Without a version, or with 0, what is there comes first. */
  private long begin(OutputStream out) throws IOException {
    boolean initial = request.isTrue("sendInitialEvents");
    if (from > 0 && !initial) {
      return from;
    }
    ObjectStore.Snapshot now = server.store().list(target.type().storage(), target.namespace());
    for (ObjectNode document : now.documents()) {
      if (isMeant(document) && selector.test(document)) {
        line(out, "ADDED", shown(document));
      }
    }
    if (initial) {
      ObjectNode end = bookmark(now.version());
      Json.child(Json.metadata(end), "annotations").put("k8s.io/initial-events-end", "true");
      line(out, "BOOKMARK", end);
    }
    return now.version();
  }

  /** A change that takes an object out of the selection is its end for this watch. */
  private void send(OutputStream out, Change change) throws IOException {
    boolean here =
        change.key().storage().equals(target.type().storage())
            && (target.namespace().isEmpty() || change.key().namespace().equals(target.namespace()))
            && isMeant(change.document());
    if (!here) {
      return;
    }
    boolean was = change.type() != ChangeType.ADDED && selector.test(change.before());
    boolean is = change.type() != ChangeType.DELETED && selector.test(change.document());
    if (was && is) {
      line(out, "MODIFIED", shown(change.document()));
    } else if (is) {
      line(out, "ADDED", shown(change.document()));
    } else if (was) {
      line(out, "DELETED", shown(last(change)));
    }
  }

  /** Of what left the selection, a watch sees the state that was in it, at the version it left. */
  private static ObjectNode last(Change change) {
    if (change.type() == ChangeType.DELETED) {
      return change.document();
    }
    ObjectNode last = change.before().deepCopy();
    Json.metadata(last).put("resourceVersion", String.valueOf(change.version()));
    return last;
  }

  private boolean isMeant(ObjectNode document) {
    return target.name().isEmpty()
        || document.path("metadata").path("name").asText().equals(target.name());
  }

  private JsonNode shown(ObjectNode document) {
    return request.wantsTable()
        ? server
            .tables()
            .of(
                target.type(),
                List.of(document),
                request.rows(),
                document.path("metadata").path("resourceVersion").asText())
        : EventForms.shown(target.type(), document);
  }

  private ObjectNode bookmark(long version) {
    ObjectNode object =
        Json.object()
            .put("kind", target.type().kind())
            .put("apiVersion", target.type().apiVersion());
    Json.metadata(object).put("resourceVersion", String.valueOf(version));
    return object;
  }

  private static void line(OutputStream out, String type, JsonNode object) throws IOException {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    out.write(Json.bytes(event));
    out.write('\n');
    out.flush();
  }
}
