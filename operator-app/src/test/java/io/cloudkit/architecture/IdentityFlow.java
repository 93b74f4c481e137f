package io.cloudkit.architecture;

import io.cloudkit.architecture.FlowValue.Facts;
import io.cloudkit.architecture.FlowValue.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * Follows what tells one provider from another through the byte code of many classes: names of
 * provider instances and types, ids of jobs, the providers themselves. Values are followed through
 * variables, fields, parameters, results, lambdas and collections, from method to method, until
 * nothing new becomes known. What is done with them is judged by {@link IdentityInterpreter}.
 *
 * <p>It does not see: a name that travels inside a longer text (a message, a StringBuilder, JSON)
 * and is taken apart again; a name in an object of foreign code; what a foreign method does with a
 * name that it is given.
 */
final class IdentityFlow {

  /** What the code asked. */
  enum Question {
    WHAT_IS_THE_NAME,
    WHAT_IS_THE_CLASS
  }

  /** A place where the code asked who a provider is. */
  record Finding(Question question, String className, String method, int line, String what) {
    /** The method that a lambda was written in. */
    String writtenIn() {
      return method.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
    }

    String text() {
      return className + "." + method + ":" + line + " " + what;
    }
  }

  static final String REGISTRY = "io/cloudkit/controller/engine/ProviderRegistry";

  /** Where names come from: owner, and the accessor or field. */
  static final Map<String, Set<String>> SOURCES =
      Map.of(
          "io/cloudkit/provisioning/api/JobRef",
          Set.of("provider", "id"),
          "io/cloudkit/provisioning/spi/ProviderType",
          Set.of("name", "toString"),
          "io/cloudkit/provisioning/spi/ProvisioningProviderFactory",
          Set.of("type"),
          "io/cloudkit/controller/status/Job",
          Set.of("provider", "id"),
          "io/cloudkit/controller/status/Launch",
          Set.of("provider"),
          "io/cloudkit/controller/decide/Wish",
          Set.of("provider"),
          "io/cloudkit/controller/decide/Intent",
          Set.of("provider"),
          REGISTRY,
          Set.of("instances", "defaultInstance"));

  static final Set<String> PROVIDERS =
      Set.of(
          "io/cloudkit/provisioning/spi/ProvisioningProvider",
          "io/cloudkit/provisioning/spi/ProvisioningProviderFactory");

  private static final int MAX_ROUNDS = 50;

  private final Map<String, ClassNode> classes = new LinkedHashMap<>();
  private final Map<String, Facts> known = new HashMap<>();
  private final Set<Finding> findings = new LinkedHashSet<>();
  private boolean learned;

  private IdentityFlow(Iterable<byte[]> classFiles) {
    for (byte[] file : classFiles) {
      ClassNode node = new ClassNode();
      new ClassReader(file).accept(node, ClassReader.SKIP_FRAMES);
      classes.put(node.name, node);
    }
  }

  /** All places in these classes where the code asks who a provider is. */
  static List<Finding> findings(Iterable<byte[]> classFiles) {
    IdentityFlow flow = new IdentityFlow(classFiles);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      flow.learned = false;
      flow.findings.clear();
      flow.classes.values().forEach(flow::follow);
      if (!flow.learned) {
        return new ArrayList<>(flow.findings);
      }
    }
    throw new IllegalStateException(
        "expected to know everything after " + MAX_ROUNDS + " rounds; look for a loop of lambdas");
  }

  private void follow(ClassNode type) {
    for (MethodNode method : type.methods) {
      if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
        try {
          new Analyzer<>(new IdentityInterpreter(this, type, method)).analyze(type.name, method);
        } catch (AnalyzerException broken) {
          throw new IllegalStateException(type.name + "." + method.name, broken);
        }
      }
    }
  }

  void report(Finding finding) {
    findings.add(finding);
  }

  Facts at(String place) {
    return known.getOrDefault(place, Facts.NONE);
  }

  void learn(String place, Facts facts) {
    Facts before = at(place);
    Facts after = before.and(facts);
    if (!place.isEmpty() && !after.equals(before)) {
      known.put(place, after);
      learned = true;
    }
  }

  /** The class of foreign code that a type inherits from; itself if it is foreign. */
  String foreignAncestor(String owner) {
    ClassNode type = classes.get(owner);
    return type == null ? owner : foreignAncestor(type.superName);
  }

  /** The methods that a call may reach: declared by the owner, inherited, or overriding. */
  List<String> reached(String owner, String name, String descriptor) {
    List<String> reached = new ArrayList<>();
    for (ClassNode type : classes.values()) {
      boolean related = isA(type.name, owner) || isA(owner, type.name);
      if (related
          && type.methods.stream()
              .anyMatch(m -> m.name.equals(name) && m.desc.equals(descriptor))) {
        reached.add(type.name + "." + name + descriptor);
      }
    }
    return reached;
  }

  private boolean isA(String type, String ancestor) {
    if (type.equals(ancestor)) {
      return true;
    }
    ClassNode node = classes.get(type);
    return node != null
        && (isA(String.valueOf(node.superName), ancestor)
            || node.interfaces.stream().anyMatch(each -> isA(each, ancestor)));
  }

  static boolean isSource(String owner, String member) {
    return SOURCES.getOrDefault(owner, Set.of()).contains(member);
  }

  static Facts ofType(String internalName) {
    return PROVIDERS.contains(internalName) ? Facts.of(Kind.PROVIDER) : Facts.NONE;
  }
}
