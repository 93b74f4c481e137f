package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Plain requests to a real server, for what must be in place before a row is asked. */
final class Server {
  private static final Set<String> ACTIVE = Set.of("new", "pending", "waiting", "running");
  private static final int TRIES = 180;

  private final String base;
  private final Wire wire;
  private final Set<String> launched = new LinkedHashSet<>();

  Server(String base, Wire wire) {
    this.base = base;
    this.wire = wire;
  }

  String base() {
    return base;
  }

  Answer get(String path, Credentials who) {
    return wire.send("GET", base + path, who, Optional.empty(), "");
  }

  Answer post(String path, Object body, Credentials who) {
    return wire.send("POST", base + path, who, Optional.of(body.toString()), "application/json");
  }

  Answer delete(String path, Credentials who) {
    return wire.send("DELETE", base + path, who, Optional.empty(), "");
  }

  /** The one row that a query finds. */
  Optional<JsonNode> one(String path, Credentials who) {
    JsonNode body = get(path, who).json();
    return body.path("count").asInt() == 1
        ? Optional.of(body.path("results").path(0))
        : Optional.empty();
  }

  /** Launches a template; the answer's body. */
  JsonNode launch(JsonNode template, Credentials who) throws Room.NotHere {
    return launch(template, Map.of(), who);
  }

  /** The same, with further fields that the template asks for. */
  JsonNode launch(JsonNode template, Map<String, ?> prompts, Credentials who) throws Room.NotHere {
    String path =
        "/" + template.path("type").asText() + "s/" + template.path("id").asLong() + "/launch/";
    Map<String, Object> body = new LinkedHashMap<>(prompts);
    body.put("extra_vars", Map.of("conformance", "yes"));
    Answer answer = post(path, Json.of(body), who);
    if (answer.status() != 201) {
      throw new Room.NotHere("a launch of " + template.path("name") + " gave " + answer.brief());
    }
    launched("/" + answer.json().path("type").asText() + "s/" + answer.json().path("id") + "/");
    return answer.json();
  }

  /** A job that must not outlive us, by its path with or without the base. */
  void launched(String path) {
    launched.add(path.replaceFirst("^.*/v2/", "/"));
  }

  /** Cancels what we launched and still runs, the oldest first. */
  void cancelAll(Credentials who) {
    for (String path : launched) {
      if (get(path + "cancel/", who).json().path("can_cancel").asBoolean()) {
        post(path + "cancel/", "{}", who);
      }
    }
  }

  static boolean isActive(JsonNode job) {
    return ACTIVE.contains(job.path("status").asText());
  }

  /** Reads a job until its body is as wanted, or has ended, for three minutes at most. */
  JsonNode await(JsonNode job, Predicate<JsonNode> wanted, Credentials who) throws Room.NotHere {
    String path = "/" + job.path("type").asText() + "s/" + job.path("id").asLong() + "/";
    JsonNode found = awaitAt(path, body -> wanted.test(body) || !isActive(body), who);
    if (!wanted.test(found)) {
      throw new Room.NotHere(
          path + " is " + found.path("status").asText() + " in the end, which is not as needed");
    }
    return found;
  }

  /** Reads a path until its body is as wanted, for three minutes at most; the last body. */
  JsonNode awaitAt(String path, Predicate<JsonNode> wanted, Credentials who) {
    JsonNode found = get(path, who).json();
    for (int i = 0; i < TRIES && !wanted.test(found); i++) {
      pause();
      found = get(path, who).json();
    }
    return found;
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a job", e);
    }
  }
}
