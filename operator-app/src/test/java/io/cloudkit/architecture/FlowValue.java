package io.cloudkit.architecture;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.analysis.BasicValue;

/**
 * A value on the stack or in a variable, and what is known about where it came from. Immutable.
 *
 * @see IdentityFlow
 */
final class FlowValue extends BasicValue {

  enum Kind {
    /** The name of a provider, the id of a job, or a collection of such. */
    NAME,
    /** Written in the source: a literal, a static field, or a collection of such. */
    CONSTANT,
    /** A provider, or the factory of one. */
    PROVIDER
  }

  /** A lambda or method reference, with what is known about each value that it took along. */
  record Lambda(Handle target, List<Set<Kind>> captured) {}

  /** What is known about a value. */
  record Facts(Set<Kind> kinds, Set<Lambda> lambdas) {
    static final Facts NONE = new Facts(Set.of(), Set.of());

    static Facts of(Kind kind) {
      return new Facts(Set.of(kind), Set.of());
    }

    Facts and(Facts other) {
      if (other.equals(NONE) || other.equals(this)) {
        return this;
      }
      Set<Kind> bothKinds = EnumSet.noneOf(Kind.class);
      bothKinds.addAll(kinds);
      bothKinds.addAll(other.kinds);
      Set<Lambda> bothLambdas = new HashSet<>(lambdas);
      bothLambdas.addAll(other.lambdas);
      return new Facts(bothKinds, bothLambdas);
    }

    boolean are(Kind kind) {
      return kinds.contains(kind);
    }

    Facts without(Kind kind) {
      Set<Kind> rest = new HashSet<>(kinds);
      rest.remove(kind);
      return new Facts(rest, lambdas);
    }
  }

  private final Facts facts;
  private final String origin;

  /**
   * A value.
   *
   * @param origin the place that the value lives in, to which more facts may become known: a field,
   *     or the instruction that made it; empty for none
   */
  FlowValue(BasicValue shape, Facts facts, String origin) {
    super(shape.getType());
    this.facts = facts;
    this.origin = origin;
  }

  Facts facts() {
    return facts;
  }

  String origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlowValue that
        && super.equals(that)
        && facts.equals(that.facts)
        && origin.equals(that.origin);
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + origin.hashCode();
  }
}
