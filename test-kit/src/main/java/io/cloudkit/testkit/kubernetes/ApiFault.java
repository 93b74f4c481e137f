package io.cloudkit.testkit.kubernetes;

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
    DROP
  }

  private final String method;
  private final Pattern path;
  private Kind kind = Kind.NONE;
  private int code;
  private int left = 1;

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

  /** Uses it up once if it strikes that request. */
  synchronized boolean strikes(String requestMethod, String requestPath) {
    boolean struck =
        left > 0
            && kind != Kind.NONE
            && (method.equals("*") || method.equals(requestMethod))
            && path.matcher(requestPath).matches();
    if (struck) {
      left--;
    }
    return struck;
  }

  synchronized Kind kind() {
    return kind;
  }

  synchronized int code() {
    return code;
  }
}
