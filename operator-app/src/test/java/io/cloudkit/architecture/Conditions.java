package io.cloudkit.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.cloudkit.architecture.IdentityFlow.Finding;
import io.cloudkit.architecture.IdentityFlow.Question;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/** Conditions that ArchUnit does not bring along. */
final class Conditions {
  private static final int CONSTANT_STRING = 8;

  private Conditions() {}

  /** Accesses code for which the predicate holds; method references count as calls. */
  static ArchCondition<JavaClass> access(DescribedPredicate<JavaAccess<?>> what) {
    return new ArchCondition<>("access " + what.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (what.test(access)) {
            events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
          }
        }
      }
    };
  }

  /** Reading a clock, rolling dice, or sleeping, instead of being given the time and the names. */
  static DescribedPredicate<JavaAccess<?>> wallClockOrRandomness() {
    Map<String, Set<String>> members =
        Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
            "java.lang.Thread", Set.of("sleep"),
            "java.lang.Math", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.concurrent.TimeUnit", Set.of("sleep"),
            "java.time.InstantSource", Set.of("system"));
    Set<String> made =
        Set.of(
            "java.util.Date",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.security.SecureRandom");
    return DescribedPredicate.describe(
        "a wall clock or randomness",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          boolean timeOfDay = owner.startsWith("java.time.") && name.equals("now");
          boolean systemClock =
              owner.equals("java.time.Clock")
                  && (name.startsWith("system") || name.startsWith("tick"));
          return timeOfDay
              || systemClock
              || members.getOrDefault(owner, Set.of()).contains(name)
              || (made.contains(owner) && name.equals("<init>"));
        });
  }

  /** What has an effect at a backend: launching and cancelling. */
  static DescribedPredicate<JavaAccess<?>> effectsOfProviders() {
    Set<String> effects = Set.of("triggerProvision", "triggerDeprovision", "cancel");
    return DescribedPredicate.describe(
        "the effects of a provider",
        access ->
            access.getTargetOwner().isAssignableTo(ProvisioningProvider.class)
                && effects.contains(access.getTarget().getName()));
  }

  /** Finding classes or members by a name made at run time. */
  static DescribedPredicate<JavaAccess<?>> reflection() {
    return DescribedPredicate.describe(
        "reflection",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          boolean members =
              owner.equals("java.lang.Class")
                  && (name.equals("forName")
                      || name.startsWith("getMethod")
                      || name.startsWith("getDeclared")
                      || name.startsWith("getField")
                      || name.startsWith("getConstructor")
                      || Set.of("isInstance", "cast", "asSubclass").contains(name));
          return members
              || owner.startsWith("java.lang.reflect.")
              || owner.startsWith("java.lang.invoke.")
              || (owner.equals("java.lang.ClassLoader") && name.equals("loadClass"));
        });
  }

  /** Holds a string constant that matches, in whatever place of the class file. */
  static ArchCondition<JavaClass> holdStringConstants(Pattern pattern) {
    return new ArchCondition<>("hold string constants like " + pattern) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (String constant : stringConstants(type)) {
          if (pattern.matcher(constant).find()) {
            String text = type.getName() + " holds the constant \"" + constant + "\"";
            events.add(SimpleConditionEvent.satisfied(type, text));
          }
        }
      }
    };
  }

  /**
   * Asks that question about a provider, as far as {@link IdentityFlow} can see.
   *
   * @param permitted "Class.method" to the reason why it may
   */
  static ArchCondition<JavaClass> askOfProviders(Question question, Map<String, String> permitted) {
    return new ArchCondition<>("ask of a provider " + question) {
      private final List<Finding> findings = new ArrayList<>();

      @Override
      public void init(Collection<JavaClass> all) {
        findings.clear();
        findings.addAll(IdentityFlow.findings(all.stream().map(Conditions::bytes).toList()));
      }

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Finding finding : findings) {
          String place = type.getSimpleName() + "." + finding.writtenIn();
          if (finding.question() == question
              && finding.className().equals(type.getName())
              && !permitted.containsKey(place)) {
            events.add(SimpleConditionEvent.satisfied(type, finding.text()));
          }
        }
      }
    };
  }

  /** Each package is a slice. */
  static SliceAssignment packages() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }

  private static List<String> stringConstants(JavaClass type) {
    ClassReader reader = new ClassReader(bytes(type));
    char[] buffer = new char[reader.getMaxStringLength()];
    List<String> constants = new ArrayList<>();
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      // the second half of a long has no place
      if (at > 0 && reader.readByte(at - 1) == CONSTANT_STRING) {
        constants.add(reader.readUTF8(at, buffer));
      }
    }
    return constants;
  }

  private static byte[] bytes(JavaClass type) {
    try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(type.getName(), unreadable);
    }
  }
}
