package io.cloudkit.architecture;

import io.cloudkit.architecture.FlowValue.Facts;
import io.cloudkit.architecture.FlowValue.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/**
 * A call of code that {@link IdentityFlow} does not follow: the JDK, a library. What may be done
 * there with a name: store it, hand it on, look it up, write it into a message, and ask whether it
 * equals another one that was not written in the source. In the JDK all else is objected to.
 */
record ForeignCall(Handle target, List<Facts> values, boolean isStatic) {
  private static final Set<String> COMPARISONS =
      Set.of(
          "equals",
          "equalsIgnoreCase",
          "contentEquals",
          "compare",
          "compareTo",
          "contains",
          "containsKey",
          "containsValue",
          "get",
          "getOrDefault",
          "indexOf",
          "remove",
          "isEqual",
          "headMap",
          "tailMap",
          "subMap");

  /** Of {@code String}: to hand it on whole, and to see that there is none. */
  private static final Set<String> OF_STRING =
      Set.of("equals", "isEmpty", "isBlank", "valueOf", "toString", "join", "format", "formatted");

  private static final List<String> USEFUL =
      List.of("java/util/", "java/lang/StringBuilder", "java/lang/Object", "java/lang/Iterable");

  private static final List<String> DOUBTFUL =
      List.of(
          "java/util/regex/",
          "java/util/Arrays",
          "java/util/Base64",
          "java/util/Formatter",
          "java/util/Scanner",
          "java/util/ServiceLoader",
          "java/util/StringTokenizer",
          "java/util/UUID",
          "com/google/common/base/",
          "org/apache/commons/");

  /** What is wrong with the call, if it is. */
  Optional<String> objection() {
    if (values.stream().noneMatch(each -> each.are(Kind.NAME))) {
      return Optional.empty();
    }
    if (COMPARISONS.contains(target.getName()) && comparesWithConstant()) {
      return Optional.of("compares a name with a constant by " + called());
    }
    return mayTakeNames() ? Optional.empty() : Optional.of("reads a name by " + called());
  }

  private boolean comparesWithConstant() {
    // the key or element, not what a map answers when there is none
    List<Facts> compared = values.subList(0, Math.min(2, values.size()));
    return compared.size() == 2
        && Stream.of(0, 1)
            .anyMatch(
                i -> compared.get(i).are(Kind.NAME) && compared.get(1 - i).are(Kind.CONSTANT));
  }

  private boolean mayTakeNames() {
    String owner = target.getOwner();
    if (DOUBTFUL.stream().anyMatch(owner::startsWith)) {
      return false;
    }
    if (owner.equals("java/lang/String")) {
      return OF_STRING.contains(target.getName());
    }
    if (owner.equals("java/lang/Object") && target.getName().equals("hashCode")) {
      return false;
    }
    boolean thrown = owner.endsWith("Exception") || owner.endsWith("Error");
    return thrown || !owner.startsWith("java/") || USEFUL.stream().anyMatch(owner::startsWith);
  }

  /** What is known about the answer. */
  Facts result() {
    Type type = Type.getReturnType(target.getDesc());
    if (type.getSort() != Type.OBJECT && type.getSort() != Type.ARRAY) {
      return Facts.NONE;
    }
    if (!isStatic && !target.getOwner().startsWith("java/")) {
      return Facts.NONE;
    }
    if (!isStatic && !target.getOwner().equals("java/util/Optional")) {
      return new Facts(values.get(0).kinds(), Set.of());
    }
    if (target.getName().equals("requireNonNull")) {
      return values.get(0);
    }
    Facts all = Facts.NONE;
    boolean alternates = isStatic && target.getOwner().equals("java/util/Map");
    for (int i = 0; i < values.size(); i += alternates ? 2 : 1) {
      all = all.and(new Facts(values.get(i).kinds(), Set.of()));
    }
    return all;
  }

  /** What the receiver, a collection, holds from now on. */
  Facts leavesInReceiver() {
    boolean collection = !isStatic && target.getOwner().startsWith("java/util/");
    boolean adds =
        Stream.of("add", "put", "offer", "push", "set", "computeIfAbsent", "merge", "<init>")
            .anyMatch(target.getName()::startsWith);
    if (!collection || !adds) {
      return Facts.NONE;
    }
    Type[] types = Type.getArgumentTypes(target.getDesc());
    for (int i = 0; i < types.length; i++) {
      if (types[i].getSort() == Type.OBJECT || types[i].getSort() == Type.ARRAY) {
        return new Facts(values.get(i + 1).kinds(), Set.of());
      }
    }
    return Facts.NONE;
  }

  private String called() {
    String owner = target.getOwner();
    return owner.substring(owner.lastIndexOf('/') + 1) + "." + target.getName();
  }
}
