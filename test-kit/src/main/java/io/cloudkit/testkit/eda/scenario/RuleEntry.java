package io.cloudkit.testkit.eda.scenario;

import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.Playbooks.Rule;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rule of a scenario.
 *
 * @param next how its first jobs run, one each
 */
record RuleEntry(Rule rule, List<PlaybookScript> next) {
  private static final Map<String, Purpose> PURPOSES =
      Map.of("provision", Purpose.PROVISION, "deprovision", Purpose.DEPROVISION);

  /** Those that are there whatever a scenario says. */
  private static final Map<String, Purpose> USUAL =
      Map.of(FakeEda.CREATE, Purpose.PROVISION, FakeEda.DELETE, Purpose.DEPROVISION);

  static List<RuleEntry> all(Entry list) {
    Map<String, RuleEntry> all = new LinkedHashMap<>();
    for (Entry entry : list.list()) {
      Fields fields = entry.object("endpoint", "purpose", "playbook", "next_playbooks");
      Entry endpoint = fields.want("endpoint");
      if (endpoint.text().startsWith("/")) {
        throw endpoint.refuse("an endpoint without a slash before it, as rules have it");
      }
      Rule rule =
          new Rule(
              endpoint.text(),
              purpose(fields, endpoint.text()),
              fields.get("playbook").map(PlaybookEntry::script));
      List<PlaybookScript> next =
          fields.get("next_playbooks").map(Entry::list).orElse(List.of()).stream()
              .map(PlaybookEntry::script)
              .toList();
      if (all.put(rule.endpoint(), new RuleEntry(rule, next)) != null) {
        throw endpoint.refuse("an endpoint once");
      }
    }
    return List.copyOf(all.values());
  }

  private static Purpose purpose(Fields fields, String endpoint) {
    return USUAL.containsKey(endpoint) && !fields.has("purpose")
        ? USUAL.get(endpoint)
        : fields.want("purpose").word(PURPOSES);
  }

  void script(FakeEda eda) {
    eda.scriptNext(rule.endpoint(), next.toArray(PlaybookScript[]::new));
  }
}
