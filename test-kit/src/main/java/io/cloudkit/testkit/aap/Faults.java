package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules that hold, oldest first. */
final class Faults {
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

  FaultRule rule(String method, String glob) {
    return new FaultRule(method, glob, rules::add);
  }

  Optional<FaultRule> striking(ApiRequest request) {
    rules.removeIf(FaultRule::isUsedUp);
    for (FaultRule rule : rules) {
      if (rule.strikes(request)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  void clear() {
    rules.forEach(FaultRule::stop);
    rules.clear();
  }
}
