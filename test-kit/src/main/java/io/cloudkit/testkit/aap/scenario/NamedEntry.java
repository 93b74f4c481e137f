package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing of a scenario that a launch can name besides its template.
 *
 * @param collection where AAP lists it, which is its list in the scenario, too
 */
record NamedEntry(String collection, String name, String organization) {
  static final List<String> COLLECTIONS =
      List.of("inventories", "labels", "execution_environments");

  /** All of one list, in which a name stands once for an organization. */
  static Set<NamedEntry> all(String collection, Entry list) {
    Set<NamedEntry> all = new LinkedHashSet<>();
    for (Entry entry : list.list()) {
      Fields fields = entry.object("name", "organization");
      Entry name = fields.want("name");
      String organization = fields.get("organization").map(Entry::text).orElse("Default");
      if (!all.add(new NamedEntry(collection, name.text(), organization))) {
        throw name.refuse("a name once in an organization");
      }
    }
    return all;
  }

  void addTo(FakeAap aap) {
    aap.api().addNamed(collection, name, aap.controller().organization(organization).id());
  }
}
