package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks what a row asks, and compares. */
final class Judge {
  private final Room room;
  private final Wire wire;

  Judge(Room room, Wire wire) {
    this.room = room;
    this.wire = wire;
  }

  Verdict judge(Row row) {
    Optional<String> excluded = row.versions().excludes(room.version());
    if (excluded.isPresent()) {
      return Verdict.skipped(excluded.get());
    }
    if (row.gateway() == Row.Gateway.DIFFERS && room.base().contains("/api/controller/")) {
      return Verdict.skipped("behind a gateway");
    }
    Optional<Credentials> credentials = room.credentials(row.asker());
    if (credentials.isEmpty()) {
      return Verdict.skipped("nobody there is " + row.asker());
    }
    Facts facts;
    try {
      facts = room.furnish(row.needs());
    } catch (Room.NotHere e) {
      return Verdict.skipped(e.getMessage());
    }
    for (Step step : row.steps()) {
      List<String> complaints = complaints(step, facts, credentials.get());
      if (!complaints.isEmpty()) {
        return Verdict.failed(complaints);
      }
    }
    return Verdict.passed();
  }

  private List<String> complaints(Step step, Facts facts, Credentials credentials) {
    String url = root(step) + facts.inPath(step.path());
    Answer answer;
    try {
      Optional<String> body = step.body().map(b -> text(facts, b));
      String type = step.body().map(Step.Body::contentType).orElse("");
      answer = wire.send(step.method(), url, credentials, body, type);
    } catch (UncheckedIOException e) {
      return List.of("expected an answer, found " + e.getCause());
    }
    if (answer.status() == 201) {
      answer.headers().firstValue("Location").ifPresent(room::launched);
    }
    List<String> complaints = new ArrayList<>();
    if (!step.status().contains(answer.status())) {
      complaints.add("expected status " + step.status() + ", found " + answer.brief());
      return complaints;
    }
    step.headers()
        .forEach(
            (name, expected) -> {
              Optional<String> found = answer.headers().firstValue(name);
              if (!Expectation.matchesHeader(found, facts.in(expected))) {
                complaints.add(name + ": expected " + expected + ", found " + found.orElse("none"));
              }
            });
    step.expect()
        .forEach(
            (path, expected) -> {
              JsonNode value = facts.in(expected);
              Expectation.complaint(answer.json(), path, value).ifPresent(complaints::add);
            });
    step.text()
        .map(facts::inPattern)
        .filter(pattern -> !Pattern.compile(pattern).matcher(answer.text()).find())
        .ifPresent(pattern -> complaints.add("expected " + pattern + ", found " + answer.brief()));
    return complaints;
  }

  private static String text(Facts facts, Step.Body body) {
    return body.contentType().equals("application/json") && !body.content().isTextual()
        ? facts.in(body.content()).toString()
        : body.content().asText();
  }

  private String root(Step step) {
    return step.place() == Step.Place.BASE
        ? room.base()
        : URI.create(room.base()).resolve("/").toString().replaceAll("/$", "");
  }
}
