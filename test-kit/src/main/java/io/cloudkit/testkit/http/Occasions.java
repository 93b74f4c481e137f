package io.cloudkit.testkit.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * On which coming requests a rule strikes, and how often: once unless it is told otherwise.
 * Thread-safe.
 */
final class Occasions {
  private static final long ALWAYS = Long.MAX_VALUE;

  private final String method;
  private final String glob;
  private final Pattern path;
  private long times = 1;
  private long left = 1;
  private long hits;
  private double probability = 1;
  private boolean onKeptConnections;

  /**
   * @param method in capitals, or {@code *}
   * @param glob the raw path; {@code *} stands for any characters
   */
  Occasions(String method, String glob) {
    this.method = method;
    this.glob = glob;
    this.path =
        Pattern.compile(
            Pattern.compile("\\*")
                .splitAsStream(glob + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .collect(Collectors.joining(".*")));
  }

  /** Strikes the next {@code n} matching requests. */
  synchronized void times(long n) {
    this.times = n;
    this.left = n;
  }

  /** Strikes every matching request until {@link #stop}. */
  void always() {
    times(ALWAYS);
  }

  /** Strikes a matching request only so often: 0 is never, 1 always. */
  synchronized void withProbability(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a probability from 0 to 1, found " + share);
    }
    this.probability = share;
  }

  /** Strikes only requests over a connection that had served another one before. */
  synchronized void onKeptConnections() {
    this.onKeptConnections = true;
  }

  /** Strikes no more. */
  synchronized void stop() {
    left = 0;
  }

  /** How many requests it has struck. */
  synchronized long hits() {
    return hits;
  }

  /** Uses itself up once if the request matches, and the dice wills it. */
  synchronized boolean strike(WireRequest request, Random dice) {
    return left > 0
        && (method.equals("*") || method.equals(request.method()))
        && path.matcher(request.path()).matches()
        && (!onKeptConnections || request.carrier() == WireRequest.Carrier.KEPT)
        && strike(dice);
  }

  /** As {@link #strike(WireRequest, Random)}, where there is no request yet. */
  synchronized boolean strike(Random dice) {
    if (left <= 0 || (probability < 1 && dice.nextDouble() >= probability)) {
      return false;
    }
    left--;
    hits++;
    return true;
  }

  /** Adds on which and how often, in the words of {@link FaultReader}. */
  synchronized void describe(ObjectNode rule) {
    rule.put("on", toString());
    if (times == ALWAYS) {
      rule.put("always", true);
    } else {
      rule.put("times", times);
    }
    if (probability < 1) {
      rule.put("probability", probability);
    }
    if (onKeptConnections) {
      rule.put("kept_connections", true);
    }
  }

  synchronized boolean areUsedUp() {
    return left <= 0;
  }

  /** Method and path, as they were given. */
  @Override
  public String toString() {
    return method + " " + glob;
  }
}
