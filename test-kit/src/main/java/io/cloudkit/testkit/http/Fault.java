package io.cloudkit.testkit.http;

import java.time.Duration;
import java.util.Map;

/**
 * What goes wrong with one request. Built by {@link FaultRule}. Committed means that the server
 * behind executes the request, whatever its client hears of it.
 */
sealed interface Fault {

  /** Makes it go wrong. */
  void strike(Strike on);

  /** Nothing but the rule's delay: committed at once, answered late. */
  record Pass() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(Reply.Whole::new);
    }
  }

  /** Something in front answers; not committed. */
  record Answer(HttpAnswer answer) implements Fault {
    @Override
    public void strike(Strike on) {
      on.reply(new Reply.Whole(on.dress(answer)));
    }
  }

  /** Something in front asks to come back later, in one of the two forms of RFC 9110, 10.2.3. */
  record Throttle(Duration pause, Form form) implements Fault {
    enum Form {
      SECONDS,
      DATE
    }

    @Override
    public void strike(Strike on) {
      HttpAnswer tooMany =
          HttpAnswer.html(429, "Too Many Requests")
              .with("Date", HttpDate.of(on.now()))
              .with(
                  "Retry-After",
                  form == Form.DATE
                      ? HttpDate.of(on.now().plus(pause))
                      : Long.toString(pause.toSeconds()));
      on.reply(new Reply.Whole(on.dress(tooMany)));
    }
  }

  /** The connection is closed; not committed. */
  record Drop() implements Fault {
    @Override
    public void strike(Strike on) {
      on.reply(new Reply.Cut());
    }
  }

  /** The connection is reset; not committed. */
  record Reset() implements Fault {
    @Override
    public void strike(Strike on) {
      on.reply(new Reply.Reset());
    }
  }

  /** A body of that many bytes, streamed; not committed. */
  record GiantBody(long bytes, Reply.Coding coding) implements Fault {
    @Override
    public void strike(Strike on) {
      HttpAnswer head = on.dress(new HttpAnswer(200, Map.of(), "application/json", ""));
      on.reply(new Reply.Giant(head, bytes, coding));
    }
  }

  /** Committed, and something in front answers. */
  record CommitThenAnswer(HttpAnswer answer) implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(lost -> new Reply.Whole(on.dress(answer)));
    }
  }

  /** Committed, and the connection is closed without a byte of answer. */
  record LoseAnswer() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(lost -> new Reply.Cut());
    }
  }

  /** Committed, and the connection is closed in the middle of the body. */
  record CutAnswer() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(Reply.Half::new);
    }
  }

  /** Committed; half of the body arrives, and says that it is all. */
  record HalveBody() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(
          whole ->
              new Reply.Whole(
                  new HttpAnswer(
                      whole.status(),
                      whole.headers(),
                      whole.contentType(),
                      whole.body().substring(0, whole.body().length() / 2))));
    }
  }

  /** Committed and answered; the answer says that it is something else. */
  record Mislabel(String contentType) implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(
          right ->
              new Reply.Whole(
                  new HttpAnswer(right.status(), right.headers(), contentType, right.body())));
    }
  }

  /** Committed and answered, byte by byte. */
  record Trickle(Duration pause) implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(answer -> new Reply.Trickle(answer, pause));
    }
  }

  /** Committed and answered in full; then the connection, which looks kept, is reset. */
  record AnswerThenReset() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(Reply.ThenReset::new);
    }
  }

  /** The connection is closed, and so much later the request is committed. */
  record CommitLate(Duration delay) implements Fault {
    @Override
    public void strike(Strike on) {
      on.commitLater(delay, (answer, after) -> {});
      on.reply(new Reply.Cut());
    }
  }

  /** So much later the request is committed, and answered to whoever is still there. */
  record Hang(Duration time) implements Fault {
    @Override
    public void strike(Strike on) {
      on.commitLater(time, on.usual());
    }
  }

  /** Answered as usual, and never committed. */
  record Forget() implements Fault {
    @Override
    public void strike(Strike on) {
      on.promise();
    }
  }

  /** Answered as usual, and committed so much later. */
  record AnswerThenCommit(Duration delay) implements Fault {
    @Override
    public void strike(Strike on) {
      on.timeline().after(delay, on.promise());
    }
  }

  /** Committed, answered, and committed once more. */
  record CommitTwice() implements Fault {
    @Override
    public void strike(Strike on) {
      on.commit(Reply.Whole::new);
      on.repeat();
    }
  }

  /** A TLS handshake is broken off: there is no request yet. */
  record FailHandshake() implements Fault {
    @Override
    public void strike(Strike on) {
      throw new IllegalStateException("no request can be struck by it");
    }
  }
}
