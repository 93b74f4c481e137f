package io.cloudkit.testkit.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.time.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The rules that hold, oldest first, between a front and the backend that it serves. Thread-safe.
 */
public final class Faults {
  /** Used-up rules that are still told of. */
  private static final int REMEMBERED = 1_000;

  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private final List<FaultRule> usedUp = new CopyOnWriteArrayList<>();
  private final Timeline timeline;
  private final Random dice;

  /**
   * No rules.
   *
   * @param timeline what is committed late is by this one; how long replies take is real time
   * @param seed decides where rules with a probability strike
   */
  public Faults(Timeline timeline, long seed) {
    this.timeline = timeline;
    this.dice = new Random(seed);
  }

  /**
   * Begins a sentence about coming requests, see {@link FaultRule}.
   *
   * @param method in capitals, or {@code *}
   * @param path the raw path including its base; {@code *} stands for any characters
   */
  public FaultRule next(String method, String path) {
    return new FaultRule(method, path, rules::add);
  }

  /** Hands a request to the backend, by way of the first rule that strikes it. */
  public void serve(WireRequest request, Backend backend, Answering answering) {
    Optional<FaultRule> struck =
        first(rule -> !rule.isOfHandshakes() && rule.strikes(request, dice));
    if (struck.isEmpty()) {
      backend.execute(request, (answer, after) -> answering.reply(new Reply.Whole(answer), after));
    } else {
      FaultRule rule = struck.get();
      rule.fault().strike(new Strike(request, rule, answering, backend, timeline));
    }
  }

  /** Whether a handshake that begins may go on. */
  public boolean acceptsHandshake() {
    return first(rule -> rule.isOfHandshakes() && rule.strikesHandshake(dice)).isEmpty();
  }

  private Optional<FaultRule> first(Predicate<FaultRule> strikes) {
    for (FaultRule rule : rules) {
      if (rule.isUsedUp()) {
        forget(rule);
      } else if (strikes.test(rule)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private void forget(FaultRule rule) {
    if (rules.remove(rule)) {
      usedUp.add(rule);
      if (usedUp.size() > REMEMBERED) {
        usedUp.remove(0);
      }
    }
  }

  /** Ends every rule. */
  public void clear() {
    rules.forEach(FaultRule::stop);
    rules.clear();
    usedUp.clear();
  }

  /** Describes each rule: those that are used up, of which the newest 1,000, then the others. */
  public void addTo(ArrayNode list) {
    usedUp.forEach(rule -> list.add(rule.describe()));
    rules.forEach(rule -> list.add(rule.describe()));
  }
}
