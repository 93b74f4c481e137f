package io.cloudkit.testkit.kubernetes;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Something that goes wrong with the next requests of a kind. Made by {@link
 * EmbeddedKubernetesApi#next}.
 */
public final class ApiFault {
  enum Kind {
    NONE,
    ANSWER,
    LOSE_ANSWER,
    DROP,
    PASS
  }

  private final String method;
  private final Pattern path;
  private Kind kind = Kind.NONE;
  private int code;
  private int left = 1;
  private Runnable before = () -> {};

  ApiFault(String method, String path) {
    this.method = method;
    this.path = Pattern.compile(Pattern.quote(path).replace("*", "\\E.*\\Q"));
  }

  /** For that many matching requests; one unless set. */
  public synchronized ApiFault times(int count) {
    left = count;
    return this;
  }

  /** Answered with that status; nothing is done. */
  public synchronized ApiFault answers(int status) {
    kind = Kind.ANSWER;
    code = status;
    return this;
  }

  /** Done, and the connection is cut before the answer. */
  public synchronized ApiFault losesTheAnswer() {
    kind = Kind.LOSE_ANSWER;
    return this;
  }

  /** The connection is cut; nothing is done. */
  public synchronized ApiFault drops() {
    kind = Kind.DROP;
    return this;
  }

  /**
   * Not a failure: runs this on the request's thread before the request is served, to slip in a
   * rival's write or to hold the request on a latch.
   */
  public synchronized ApiFault first(Runnable action) {
    before = action;
    if (kind == Kind.NONE) {
      kind = Kind.PASS;
    }
    return this;
  }

  /** Waits before the request is served, or fails as it was told to. */
  public ApiFault waits(Duration delay) {
    return first(() -> pause(delay));
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the API was closed during a delay on order", stopped);
    }
  }

  synchronized Runnable before() {
    return before;
  }

  /** Uses it up once if it strikes that request. */
  synchronized boolean strikes(String requestMethod, ApiVerb verb, String requestPath) {
    boolean struck =
        left > 0
            && kind != Kind.NONE
            && (method.equals("*")
                || method.equals(requestMethod)
                || method.equals(verb.toString()))
            && path.matcher(requestPath).matches();
    if (struck) {
      left--;
    }
    return struck;
  }

  synchronized boolean isUsedUp() {
    return left == 0;
  }

  synchronized Kind kind() {
    return kind;
  }

  synchronized int code() {
    return code;
  }
}
