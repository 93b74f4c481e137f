package io.cloudkit.testkit.http;

import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** One request that a rule struck, and what can be done with it. */
record Strike(
    WireRequest request, FaultRule rule, Answering answering, Backend backend, Timeline timeline) {

  Instant now() {
    return timeline.now();
  }

  /** With the headers of the rule. */
  HttpAnswer dress(HttpAnswer answer) {
    return rule.dress(answer);
  }

  /** Not committed. */
  void reply(Reply reply) {
    answering.reply(reply, rule.delay());
  }

  /** Committed; what the client gets of the answer is up to the function. */
  void commit(Function<HttpAnswer, Reply> reply) {
    backend.execute(
        request,
        (answer, after) -> answering.reply(reply.apply(dress(answer)), rule.delay().plus(after)));
  }

  /** Committed so much after the client was told, or not told. */
  void commitLater(Duration delay) {
    timeline.after(rule.delay().plus(delay), backend.arrive(request));
  }
}
