package io.cloudkit.testkit.http;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * On which coming requests a rule strikes, and how often: once unless it is told otherwise.
 * Thread-safe.
 */
public final class Occasions {
  private final String method;
  private final Pattern path;
  private long left = 1;
  private long hits;

  /**
   * @param method in capitals, or {@code *}
   * @param glob the raw path; {@code *} stands for any characters
   */
  public Occasions(String method, String glob) {
    this.method = method;
    this.path =
        Pattern.compile(
            Pattern.compile("\\*")
                .splitAsStream(glob + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .collect(Collectors.joining(".*")));
  }

  /** Strikes the next {@code n} matching requests. */
  public synchronized void times(long n) {
    this.left = n;
  }

  /** Strikes every matching request until {@link #stop}. */
  public void always() {
    times(Long.MAX_VALUE);
  }

  /** Strikes no more. */
  public void stop() {
    times(0);
  }

  /** How many requests it has struck. */
  public synchronized long hits() {
    return hits;
  }

  /** Uses itself up once if the request matches. */
  public synchronized boolean strike(String ofMethod, String ofPath) {
    boolean matches =
        left > 0
            && (method.equals("*") || method.equals(ofMethod))
            && path.matcher(ofPath).matches();
    if (matches) {
      left--;
      hits++;
    }
    return matches;
  }

  public synchronized boolean areUsedUp() {
    return left <= 0;
  }
}
