package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Convergence;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Edge;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Path;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A node of a workflow: the name of a template alone, which follows upon the success of the node
 * before, or an object that says more.
 */
record NodeEntry(String name, String template, List<Edge> after, Convergence convergence) {
  private static final Map<String, Path> PATHS =
      Map.of("success", Path.SUCCESS, "failure", Path.FAILURE, "always", Path.ALWAYS);

  /** Reads a list; templates must stand before the workflow, and nodes before what follows them. */
  static List<NodeEntry> all(Entry list, Set<String> templates) {
    List<NodeEntry> nodes = new ArrayList<>();
    for (Entry each : list.list()) {
      nodes.add(each.isText() ? next(each, templates, nodes) : free(each, templates, nodes));
    }
    return nodes;
  }

  private static NodeEntry next(Entry entry, Set<String> templates, List<NodeEntry> before) {
    String template = known(entry, templates);
    String name = "node-" + (before.size() + 1);
    List<Edge> after =
        before.isEmpty()
            ? List.of()
            : List.of(new Edge(before.get(before.size() - 1).name(), Path.SUCCESS));
    return new NodeEntry(name, template, after, Convergence.ANY);
  }

  private static NodeEntry free(Entry entry, Set<String> templates, List<NodeEntry> before) {
    Fields fields = entry.object("name", "template", "after", "converges");
    String template = known(fields.want("template"), templates);
    Entry name = fields.want("name");
    if (isThere(before, name.text())) {
      throw name.refuse("a name that no other node has");
    }
    List<Edge> after =
        fields.get("after").map(Entry::list).orElse(List.of()).stream()
            .map(edge -> edge(edge, before))
            .toList();
    boolean all = fields.get("converges").map(Entry::flag).orElse(false);
    return new NodeEntry(name.text(), template, after, all ? Convergence.ALL : Convergence.ANY);
  }

  private static Edge edge(Entry entry, List<NodeEntry> before) {
    Fields fields = entry.object("node", "when");
    Entry node = fields.want("node");
    if (!isThere(before, node.text())) {
      throw node.refuse("the name of a node that stands before this one");
    }
    return new Edge(
        node.text(), fields.get("when").map(word -> word.word(PATHS)).orElse(Path.SUCCESS));
  }

  private static boolean isThere(List<NodeEntry> nodes, String name) {
    return nodes.stream().anyMatch(node -> node.name().equals(name));
  }

  private static String known(Entry template, Set<String> templates) {
    if (!templates.contains(template.text())) {
      throw template.refuse("the name of a template that stands before this one");
    }
    return template.text();
  }

  void addTo(TemplateSpec spec, Map<String, Template> templates) {
    Template child = Objects.requireNonNull(templates.get(template));
    Edge[] edges = after.toArray(Edge[]::new);
    if (convergence == Convergence.ALL) {
      spec.convergingNode(name, child, edges);
    } else {
      spec.node(name, child, edges);
    }
  }
}
