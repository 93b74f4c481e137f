package io.cloudkit.testkit.http;

import io.cloudkit.testkit.http.Backend.Answers;
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

  /** Committed so much later; the client hears of it then, unless it was told before. */
  void commitLater(Duration delay, Answers answers) {
    timeline.after(rule.delay().plus(delay), backend.arrive(request, answers));
  }

  /** Answered as usual; committed by the task. */
  Runnable promise() {
    return backend.promise(request, usual());
  }

  /** Committed once more. */
  void repeat() {
    backend.repeat(request);
  }

  /** The usual answer, whenever it comes. */
  Answers usual() {
    return (answer, after) ->
        answering.reply(new Reply.Whole(dress(answer)), rule.delay().plus(after));
  }
}
