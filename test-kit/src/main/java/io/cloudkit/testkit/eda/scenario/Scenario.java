package io.cloudkit.testkit.eda.scenario;

import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.playbook.Tenants;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.http.FaultReader;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import io.cloudkit.testkit.yaml.YamlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What a simulated EDA is to be, read from YAML: {@code server}, {@code webhook} or {@code
 * event_streams}, {@code strategy}, {@code tenants}, {@code rules} and {@code faults}, each of
 * which may be left out. docs/fake-eda.md tells all fields.
 */
public final class Scenario {
  private static final int MOST_AT_ONCE = 10_000;
  private static final Tenants TENANTS =
      new Tenants("cloudkit.openshift.io", "v1alpha1", "tenants");

  private final OptionalInt seed;
  private final Consumer<FakeEdaBuilder> receiver;
  private final Strategy strategy;
  private final Optional<Tenants> tenants;
  private final List<RuleEntry> rules;
  private final Consumer<Faults> faults;

  private Scenario(Fields fields) {
    this.seed =
        fields
            .get("server")
            .flatMap(server -> server.object("seed").get("seed"))
            .map(value -> OptionalInt.of(value.integer(0, Integer.MAX_VALUE)))
            .orElse(OptionalInt.empty());
    this.receiver = ReceiverEntry.of(fields);
    this.strategy = fields.get("strategy").map(Scenario::strategy).orElse(Strategy.parallel());
    this.tenants = fields.get("tenants").filter(Entry::flag).map(there -> TENANTS);
    this.rules = fields.get("rules").map(RuleEntry::all).orElse(List.of());
    this.faults = fields.get("faults").map(FaultReader::read).orElse(none -> {});
  }

  /**
   * Reads a scenario.
   *
   * @param source what the text is called in messages, such as its file
   * @throws YamlException if it is not understood: where, what was expected, and what was found
   */
  public static Scenario read(String source, String text) {
    return new Scenario(
        Entry.read(source, text)
            .object(
                "server", "webhook", "event_streams", "strategy", "tenants", "rules", "faults"));
  }

  private static Strategy strategy(Entry entry) {
    if (entry.isObject()) {
      return Strategy.parallel(entry.object("parallel").want("parallel").integer(1, MOST_AT_ONCE));
    }
    return entry.word(Map.of("parallel", Strategy.parallel(), "sequential", Strategy.sequential()));
  }

  /** Starts it; what the builder was told besides stays. */
  public FakeEda start(FakeEdaBuilder builder) {
    seed.ifPresent(builder::seed);
    receiver.accept(builder);
    builder.strategy(strategy);
    tenants.ifPresent(builder::tenants);
    rules.forEach(rule -> builder.rule(rule.rule()));
    FakeEda eda = builder.start();
    rules.forEach(rule -> rule.script(eda));
    faults.accept(eda.faults());
    return eda;
  }
}
