package io.cloudkit.architecture;

import io.cloudkit.architecture.FlowValue.Facts;
import io.cloudkit.architecture.FlowValue.Kind;
import io.cloudkit.architecture.FlowValue.Lambda;
import io.cloudkit.architecture.IdentityFlow.Finding;
import io.cloudkit.architecture.IdentityFlow.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Interpreter;

/** What one method does with the values that {@link IdentityFlow} follows. */
final class IdentityInterpreter extends Interpreter<FlowValue> {
  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";

  private final BasicInterpreter basic = new BasicInterpreter();
  private final IdentityFlow flow;
  private final ClassNode type;
  private final MethodNode method;
  private final String self;

  IdentityInterpreter(IdentityFlow flow, ClassNode type, MethodNode method) {
    super(Opcodes.ASM9);
    this.flow = flow;
    this.type = type;
    this.method = method;
    this.self = type.name + "." + method.name + method.desc;
  }

  // ---- values that begin here

  @Override
  public FlowValue newValue(Type of) {
    BasicValue shape = basic.newValue(of);
    return shape == null ? null : value(shape, of == null ? Facts.NONE : ofType(of), "");
  }

  @Override
  public FlowValue newParameterValue(boolean isInstanceMethod, int local, Type of) {
    return value(
        basic.newValue(of),
        ofType(of).and(flow.at(parameter(self, local))),
        parameter(self, local));
  }

  @Override
  public FlowValue newOperation(AbstractInsnNode at) throws AnalyzerException {
    BasicValue shape = basic.newOperation(at);
    if (at instanceof LdcInsnNode) {
      return value(shape, Facts.of(Kind.CONSTANT), "");
    }
    if (at instanceof FieldInsnNode field) {
      return field(shape, field, Facts.of(Kind.CONSTANT));
    }
    return value(shape, flow.at(here(at)), at.getOpcode() == Opcodes.NEW ? here(at) : "");
  }

  @Override
  public FlowValue copyOperation(AbstractInsnNode at, FlowValue value) {
    return value(value, value.facts().and(flow.at(value.origin())), value.origin());
  }

  // ---- values that go on

  @Override
  public FlowValue unaryOperation(AbstractInsnNode at, FlowValue value) throws AnalyzerException {
    BasicValue shape = basic.unaryOperation(at, value);
    Facts facts = facts(value);
    return switch (at.getOpcode()) {
      case Opcodes.CHECKCAST -> cast(shape, (TypeInsnNode) at, facts, value.origin());
      case Opcodes.INSTANCEOF -> {
        judgeClass(at, facts, ((TypeInsnNode) at).desc, "asks whether a provider is a ");
        yield value(shape, Facts.NONE, "");
      }
      case Opcodes.GETFIELD -> field(shape, (FieldInsnNode) at, Facts.NONE);
      case Opcodes.PUTSTATIC -> {
        flow.learn(place((FieldInsnNode) at), facts);
        yield null;
      }
      case Opcodes.ANEWARRAY -> value(shape, flow.at(here(at)), here(at));
      default -> shape == null ? null : value(shape, Facts.NONE, "");
    };
  }

  private FlowValue cast(BasicValue shape, TypeInsnNode at, Facts facts, String origin) {
    judgeClass(at, facts, at.desc, "casts a provider to ");
    Facts kept = mayHoldNames(at.desc) ? facts : facts.without(Kind.NAME);
    return value(shape, kept.and(IdentityFlow.ofType(at.desc)), origin);
  }

  @Override
  public FlowValue binaryOperation(AbstractInsnNode at, FlowValue first, FlowValue second)
      throws AnalyzerException {
    BasicValue shape = basic.binaryOperation(at, first, second);
    if (at.getOpcode() == Opcodes.AALOAD) {
      return value(shape, facts(first), "");
    }
    if (at instanceof FieldInsnNode field) {
      flow.learn(place(field), facts(second));
    }
    if (at.getOpcode() == Opcodes.IF_ACMPEQ || at.getOpcode() == Opcodes.IF_ACMPNE) {
      judgeComparison(at, facts(first), facts(second), "==");
    }
    return shape == null ? null : value(shape, Facts.NONE, "");
  }

  @Override
  public FlowValue ternaryOperation(
      AbstractInsnNode at, FlowValue array, FlowValue index, FlowValue element) {
    flow.learn(array.origin(), facts(element));
    return null;
  }

  @Override
  public FlowValue naryOperation(AbstractInsnNode at, List<? extends FlowValue> values)
      throws AnalyzerException {
    BasicValue shape = basic.naryOperation(at, values);
    Facts facts = Facts.NONE;
    if (at instanceof InvokeDynamicInsnNode dynamic) {
      facts = dynamic(dynamic, values);
    } else if (at instanceof MethodInsnNode call) {
      Handle target =
          new Handle(
              call.getOpcode() == Opcodes.INVOKESTATIC
                  ? Opcodes.H_INVOKESTATIC
                  : Opcodes.H_INVOKEVIRTUAL,
              call.owner,
              call.name,
              call.desc,
              call.itf);
      List<Facts> arguments = new ArrayList<>();
      values.forEach(each -> arguments.add(facts(each)));
      String container = values.isEmpty() ? "" : values.get(0).origin();
      facts = call(at, target, arguments, container);
    }
    return shape == null ? null : value(shape, facts, "");
  }

  @Override
  public void returnOperation(AbstractInsnNode at, FlowValue value, FlowValue expected) {
    flow.learn(self, facts(value));
  }

  @Override
  public FlowValue merge(FlowValue one, FlowValue other) {
    if (one.equals(other)) {
      return one;
    }
    BasicValue shape = basic.merge(plain(one), plain(other));
    String origin = one.origin().equals(other.origin()) ? one.origin() : "";
    FlowValue both = value(shape, facts(one).and(facts(other)), origin);
    return both.equals(one) ? one : both;
  }

  // ---- calls

  private Facts dynamic(InvokeDynamicInsnNode at, List<? extends FlowValue> captured) {
    if (!at.bsm.getOwner().equals(LAMBDAS)) {
      // text built around a name is a message; a name with nothing around it is still the name
      boolean bare = at.bsmArgs.length > 0 && "\u0001".equals(at.bsmArgs[0]);
      return bare ? facts(captured.get(0)) : Facts.NONE;
    }
    Handle target = (Handle) at.bsmArgs[1];
    List<Set<Kind>> kinds = new ArrayList<>();
    for (int i = 0; i < captured.size(); i++) {
      kinds.add(facts(captured.get(i)).kinds());
      give(target, i, facts(captured.get(i)));
    }
    return new Facts(Set.of(), Set.of(new Lambda(target, kinds)));
  }

  /** A call, also one made through a lambda; answers what is known about its result. */
  private Facts call(AbstractInsnNode at, Handle target, List<Facts> values, String container) {
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    Facts result = ofType(Type.getReturnType(target.getDesc()));
    if (IdentityFlow.isSource(target.getOwner(), target.getName()) && !isStatic) {
      return result.and(Facts.of(Kind.NAME));
    }
    if (target.getOwner().equals(IdentityFlow.REGISTRY) && target.getName().equals("find")) {
      return Facts.of(Kind.PROVIDER);
    }
    if (!isStatic && values.get(0).are(Kind.PROVIDER)) {
      if (target.getName().equals("getClass")) {
        report(at, Question.WHAT_IS_THE_CLASS, "asks for the class of a provider");
      }
      if (Set.of("toString", "hashCode").contains(target.getName())) {
        return Facts.of(Kind.NAME);
      }
    }
    if (!isStatic) {
      for (Lambda lambda : values.get(0).lambdas()) {
        result = result.and(run(at, lambda, values.subList(1, values.size())));
      }
    }
    List<String> reached = flow.reached(target.getOwner(), target.getName(), target.getDesc());
    if (!reached.isEmpty()) {
      for (int i = 0; i < values.size(); i++) {
        give(target, i, values.get(i));
      }
      for (String method : reached) {
        result = result.and(flow.at(method));
      }
      return result;
    }
    Handle inherited =
        new Handle(
            target.getTag(),
            flow.foreignAncestor(target.getOwner()),
            target.getName(),
            target.getDesc(),
            target.isInterface());
    return result.and(foreign(at, inherited, values, container, isStatic));
  }

  private Facts foreign(
      AbstractInsnNode at, Handle target, List<Facts> values, String container, boolean isStatic) {
    ForeignCall call = new ForeignCall(target, values, isStatic);
    call.objection().ifPresent(text -> report(at, Question.WHAT_IS_THE_NAME, text));
    flow.learn(container, call.leavesInReceiver());
    Facts result = call.result();
    if (!isStatic) {
      for (Facts argument : values.subList(1, values.size())) {
        for (Lambda lambda : argument.lambdas()) {
          Facts given = new Facts(values.get(0).kinds(), Set.of());
          result = result.and(run(at, lambda, List.of(given)));
        }
      }
    }
    return mayHoldNames(Type.getReturnType(target.getDesc()).getInternalName())
        ? result
        : result.without(Kind.NAME);
  }

  /** A lambda that is given values; the last stands for all that it expects beyond them. */
  private Facts run(AbstractInsnNode at, Lambda lambda, List<Facts> given) {
    Handle target = lambda.target();
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    int expected = Type.getArgumentTypes(target.getDesc()).length + (isStatic ? 0 : 1);
    List<Facts> values = new ArrayList<>();
    lambda.captured().forEach(kinds -> values.add(new Facts(kinds, Set.of())));
    for (int i = 0; values.size() < expected && !given.isEmpty(); i++) {
      values.add(given.get(Math.min(i, given.size() - 1)));
    }
    if (values.size() == expected && target.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
      return call(at, target, values, "");
    }
    return Facts.NONE;
  }

  /** Tells the methods behind a call what they are given; 0 is the receiver, if there is one. */
  private void give(Handle target, int index, Facts facts) {
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    Type[] arguments = Type.getArgumentTypes(target.getDesc());
    int first = isStatic || target.getTag() == Opcodes.H_NEWINVOKESPECIAL ? 0 : 1;
    if (index < first) {
      return;
    }
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < index - first; i++) {
      slot += arguments[i].getSize();
    }
    String expected = arguments[index - first].getInternalName();
    Facts given = mayHoldNames(expected) ? facts : facts.without(Kind.NAME);
    for (String method : flow.reached(target.getOwner(), target.getName(), target.getDesc())) {
      flow.learn(parameter(method, slot), given);
    }
  }

  // ---- verdicts

  private void judgeClass(AbstractInsnNode at, Facts facts, String target, String what) {
    boolean known = target.startsWith("java/") || IdentityFlow.PROVIDERS.contains(target);
    if (facts.are(Kind.PROVIDER) && !known) {
      report(at, Question.WHAT_IS_THE_CLASS, what + target.replace('/', '.'));
    }
  }

  private void judgeComparison(AbstractInsnNode at, Facts one, Facts other, String how) {
    if ((one.are(Kind.NAME) && other.are(Kind.CONSTANT))
        || (other.are(Kind.NAME) && one.are(Kind.CONSTANT))) {
      report(at, Question.WHAT_IS_THE_NAME, "compares a name with a constant by " + how);
    }
  }

  private void report(AbstractInsnNode at, Question question, String what) {
    int line = 0;
    for (AbstractInsnNode each = at; each != null; each = each.getPrevious()) {
      if (each instanceof LineNumberNode number) {
        line = number.line;
        break;
      }
    }
    flow.report(new Finding(question, type.name.replace('/', '.'), method.name, line, what));
  }

  // ---- places and shapes

  private FlowValue field(BasicValue shape, FieldInsnNode field, Facts also) {
    Facts facts = ofType(Type.getType(field.desc));
    if (IdentityFlow.isSource(field.owner, field.name)) {
      return value(shape, facts.and(Facts.of(Kind.NAME)), "");
    }
    return value(shape, facts.and(also).and(flow.at(place(field))), place(field));
  }

  private Facts facts(FlowValue value) {
    return value.facts().and(flow.at(value.origin()));
  }

  private static FlowValue value(BasicValue shape, Facts facts, String origin) {
    return new FlowValue(shape, facts, origin);
  }

  private static BasicValue plain(FlowValue value) {
    return value.getType() == null
        ? BasicValue.UNINITIALIZED_VALUE
        : new BasicValue(value.getType());
  }

  private static Facts ofType(Type of) {
    return of.getSort() == Type.OBJECT ? IdentityFlow.ofType(of.getInternalName()) : Facts.NONE;
  }

  private static boolean mayHoldNames(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("[")
        || internalName.equals("io/cloudkit/provisioning/spi/ProviderType");
  }

  private static String place(FieldInsnNode field) {
    return field.owner + "#" + field.name;
  }

  private static String parameter(String method, int slot) {
    return method + "@" + slot;
  }

  private String here(AbstractInsnNode at) {
    return self + "!" + method.instructions.indexOf(at);
  }
}
