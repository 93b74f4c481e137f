package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the engine did in a while.
 *
 * @param before the resource as it was; empty if it was gone
 * @param after as it is then; empty if it is gone
 * @param rules that decided meanwhile
 * @param permits how many launches were permitted
 */
record Run(
    Optional<SimulatedApi.Version> before,
    Optional<SimulatedApi.Version> after,
    Set<String> rules,
    int permits) {

  static Run of(SmallDay day, Runnable what) {
    Schedule schedule = day.schedule();
    Optional<SimulatedApi.Version> before = day.now();
    Map<String, Integer> decided = new HashMap<>(schedule.chronicle().rules());
    int permits = schedule.judge().permits();
    day.tried(what);
    Set<String> rules = new TreeSet<>();
    schedule
        .chronicle()
        .rules()
        .forEach(
            (rule, times) -> {
              if (times > decided.getOrDefault(rule, 0)) {
                rules.add(rule);
              }
            });
    return new Run(before, day.now(), rules, schedule.judge().permits() - permits);
  }

  boolean launches() {
    return permits > 0;
  }

  /** The engine lets it go, or it is gone. */
  boolean isLetGo() {
    return after.filter(SimulatedApi.Version::hasFinalizer).isEmpty();
  }

  boolean says(Need need) {
    return after.filter(each -> Need.of(each.status()).contains(need)).isPresent();
  }

  /** What it waits for a person for. */
  Stream<Need> needs() {
    return status().stream().flatMap(each -> Need.of(each).stream());
  }

  /** What that condition says, if it is true. */
  Optional<String> says(ConditionType type) {
    return status()
        .flatMap(each -> each.condition(type))
        .filter(Condition::isTrue)
        .map(Condition::message);
  }

  private Optional<ResourceStatus> status() {
    return after.map(SimulatedApi.Version::status);
  }

  /** Does as that one did, as far as can be seen. */
  boolean isAs(Run other) {
    return rules.equals(other.rules) && permits == other.permits;
  }

  @Override
  public String toString() {
    return rules
        + (permits > 0 ? ", " + permits + " launches permitted" : "")
        + ", then "
        + after.map(each -> Run.told(each.status())).orElse("gone");
  }

  private static String told(ResourceStatus status) {
    return status.conditions().stream()
        .filter(each -> each.isTrue() || each.type().equals("Progressing"))
        .map(each -> each.type() + "/" + each.reason() + " \"" + each.message() + "\"")
        .toList()
        .toString();
  }
}
