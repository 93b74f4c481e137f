package io.cloudkit.testkit.aap.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One template of a scenario. Everything is read when it is made; nothing later can be wrong. */
final class TemplateEntry {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, TemplateKind> KINDS =
      Map.of(
          "job", TemplateKind.JOB_TEMPLATE,
          "workflow", TemplateKind.WORKFLOW_JOB_TEMPLATE);
  private static final Map<String, Playbook.Purpose> PURPOSES =
      Map.of(
          "provision", Playbook.Purpose.PROVISION,
          "deprovision", Playbook.Purpose.DEPROVISION,
          "other", Playbook.Purpose.OTHER);
  private static final Map<String, Rights> RIGHTS =
      Map.of("execute", Rights.EXECUTE, "read", Rights.READ, "none", Rights.NONE);

  /** What ordinary users may do with it. */
  private enum Rights {
    EXECUTE,
    READ,
    NONE
  }

  private final String name;
  private final TemplateKind kind;
  private final Fields fields;
  private final List<NodeEntry> nodes = new ArrayList<>();
  private final List<WebhookEntry> webhooks;
  private final Rights rights;
  private final List<Script> next;

  private TemplateEntry(Entry entry) {
    this.fields =
        entry.object(
            "name",
            "kind",
            "organization",
            "purpose",
            "asks_variables",
            "prompts",
            "survey",
            "variables",
            "inventory",
            "allow_simultaneous",
            "slices",
            "nodes",
            "webhooks",
            "ordinary_users",
            "playbook",
            "next_playbooks");
    this.name = fields.want("name").text();
    this.kind = fields.get("kind").map(word -> word.word(KINDS)).orElse(TemplateKind.JOB_TEMPLATE);
    this.rights =
        fields.get("ordinary_users").map(word -> word.word(RIGHTS)).orElse(Rights.EXECUTE);
    this.next =
        fields.get("next_playbooks").map(Entry::list).orElse(List.of()).stream()
            .map(PlaybookEntry::script)
            .toList();
    this.webhooks = fields.get("webhooks").map(WebhookEntry::all).orElse(List.of());
    onlyFor(TemplateKind.WORKFLOW_JOB_TEMPLATE, "nodes");
    onlyFor(TemplateKind.JOB_TEMPLATE, "slices");
  }

  private void onlyFor(TemplateKind required, String field) {
    if (kind != required) {
      fields
          .get(field)
          .ifPresent(
              misplaced -> {
                throw misplaced.refuse(
                    "it on a " + required.type(), "it on a " + kind.type() + ": remove it");
              });
    }
  }

  /** Reads a list; a workflow's nodes must stand before it. */
  static List<TemplateEntry> all(Entry list) {
    List<TemplateEntry> entries = new ArrayList<>();
    Set<String> before = new HashSet<>();
    for (Entry each : list.list()) {
      TemplateEntry entry = new TemplateEntry(each);
      entry.fields.get("nodes").map(n -> NodeEntry.all(n, before)).ifPresent(entry.nodes::addAll);
      entry.spec(); // complains now rather than at the start
      before.add(entry.name);
      entries.add(entry);
    }
    return entries;
  }

  /** Adds templates to a fake, in their order. */
  static void add(List<TemplateEntry> entries, FakeAap aap) {
    Map<String, Template> byName = new HashMap<>();
    for (TemplateEntry entry : entries) {
      TemplateSpec spec = entry.spec();
      entry.nodes.forEach(node -> node.addTo(spec, byName));
      Template added = aap.add(spec);
      byName.put(entry.name, added);
      entry.webhooks.forEach(webhook -> webhook.addTo(aap.notifications(), added.id()));
      if (entry.rights == Rights.NONE) {
        aap.controller().hide(added.id());
      } else if (entry.rights == Rights.READ) {
        aap.controller().forbidLaunch(added.id());
      }
      aap.controller().scriptNext(added.id(), entry.next.toArray(Script[]::new));
    }
  }

  private TemplateSpec spec() {
    TemplateSpec spec =
        kind == TemplateKind.JOB_TEMPLATE ? TemplateSpec.job(name) : TemplateSpec.workflow(name);
    fields.get("organization").map(Entry::text).ifPresent(spec::organization);
    fields.get("purpose").map(word -> word.word(PURPOSES)).ifPresent(spec::purpose);
    fields.get("playbook").map(PlaybookEntry::script).ifPresent(spec::script);
    fields.get("slices").map(count -> count.integer(1, 100)).ifPresent(spec::slices);
    fields.get("variables").map(Entry::jsonObject).ifPresent(own -> spec.variables(map(own)));
    fields.get("prompts").map(Entry::list).orElse(List.of()).stream()
        .map(Entry::text)
        .forEach(spec::prompting);
    fields.get("survey").map(Entry::list).orElse(List.of()).stream()
        .map(TemplateEntry::question)
        .forEach(spec::survey);
    unless("asks_variables", spec::withoutVariablesPrompt);
    unless("inventory", spec::withoutInventory);
    unless("allow_simultaneous", spec::oneAtATime);
    return spec;
  }

  private void unless(String flag, Runnable otherwise) {
    if (fields.get(flag).filter(value -> !value.flag()).isPresent()) {
      otherwise.run();
    }
  }

  @SuppressWarnings("unchecked") // an object is a map with texts as keys
  private static Map<String, ?> map(ObjectNode own) {
    return MAPPER.convertValue(own, Map.class);
  }

  /** A question, in the words of AAP's own survey_spec. */
  private static Question question(Entry entry) {
    Fields fields =
        entry.object("variable", "type", "required", "min", "max", "choices", "default");
    fields.want("variable").text();
    fields
        .get("type")
        .ifPresent(
            word ->
                word.word(Map.of("text", "", "password", "", "integer", "", "multiplechoice", "")));
    Optional<Entry> required = fields.get("required");
    required.ifPresent(Entry::flag);
    for (String bound : List.of("min", "max")) {
      fields.get(bound).ifPresent(value -> value.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    fields.get("choices").map(Entry::list).ifPresent(all -> all.forEach(Entry::text));
    return Question.of(entry.json());
  }
}
