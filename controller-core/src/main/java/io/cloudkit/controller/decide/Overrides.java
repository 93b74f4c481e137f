package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.ResourceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person says by annotations, beside the spec.
 *
 * @param prefix the domain and slash of the annotations: {@code cloudkit.openshift.io/}
 * @param management who drives the resource
 * @param orphan whether deletion leaves the infrastructure where it is
 * @param hold why nothing may be launched; empty if nothing holds it
 * @param retry a word; a new word asks to try again now
 * @param rerun a word; a new word asks to provision once more what is as the spec asks
 * @param resolution the answer to an unresolved launch, or to a job that can not be seen
 * @param statusAnswer what to do about a lost status
 * @param mistakes annotations that say nothing that is understood: what was expected, and found.
 *     The person wanted something, perhaps that nothing happens, so nothing is launched or let go
 */
public record Overrides(
    String prefix,
    Management management,
    boolean orphan,
    Optional<String> hold,
    Optional<String> retry,
    Optional<String> rerun,
    Optional<Resolution> resolution,
    Optional<StatusAnswer> statusAnswer,
    List<String> mistakes) {

  /** Who drives a resource. */
  public enum Management {
    /** The engine. */
    MANAGED,
    /** A person triggers; the engine follows what runs and lets the resource go. */
    MANUAL,
    /** Nobody; the engine touches nothing and lets the resource go. */
    UNMANAGED
  }

  /**
   * What a person says of a resource whose status was lost.
   *
   * @param loss which loss; an answer to an earlier one is not meant
   */
  public record StatusAnswer(String loss, Belief belief) {
    /** What is there. */
    public enum Belief {
      /** The infrastructure is as the spec asks. */
      ADOPT,
      /** Provision again. */
      RELAUNCH
    }
  }

  /**
   * A person's answer about one operation.
   *
   * @param operation which one; another is not meant
   * @param adopt the id of its job, if a person found one
   */
  public record Resolution(String operation, Verdict verdict, Optional<String> adopt) {
    /** What became of it. */
    public enum Verdict {
      /** Nothing was launched: launch again. */
      RETRY,
      /** It is that job. */
      ADOPT,
      /** It is over, whatever it was. */
      ABANDON
    }
  }

  public static final Overrides NONE = none("");

  public Overrides {
    mistakes = List.copyOf(mistakes);
  }

  private static Overrides none(String prefix) {
    return new Overrides(
        prefix,
        Management.MANAGED,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same, with one more mistake. */
  public Overrides mistaking(String what) {
    List<String> all = new ArrayList<>(mistakes);
    all.add(what);
    return new Overrides(
        prefix, management, orphan, hold, retry, rerun, resolution, statusAnswer, all);
  }

  /** Whether there is a word to retry that was not followed yet, by that status. */
  boolean asksToRetry(ResourceStatus status) {
    return retry.isPresent() && !retry.equals(status.handledRetry());
  }

  /** The whole name of an annotation, as a person has to write it. */
  String named(String annotation) {
    return prefix + annotation;
  }

  /**
   * Reads annotations. Words are understood in capitals, too; names are not, and one that is nearly
   * a known one is a mistake. Other names with the prefix are somebody else's.
   *
   * @param prefix the domain and slash of the annotations: {@code cloudkit.openshift.io/}
   * @param others names of more annotations that people write, without the prefix
   */
  public static Overrides from(
      Map<String, String> annotations, String prefix, Collection<String> others) {
    Map<String, String> ours = new HashMap<>();
    annotations.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            ours.put(name.substring(prefix.length()), value.strip());
          }
        });
    return ours.isEmpty() ? none(prefix) : new Reading(ours, prefix).all(others);
  }

  /** One reading of the annotations of a resource. */
  private static final class Reading {
    private static final Set<String> NAMES =
        Set.of(
            "management-state",
            "deletion-policy",
            "resolve-launch",
            "resolve-status",
            "hold",
            "retry",
            "rerun");
    private static final String LAUNCH_ANSWERS =
        "<operation>=retry, <operation>=adopt:<job id> or <operation>=abandon";
    private static final String STATUS_ANSWERS = "<loss>=adopt or <loss>=relaunch";

    private final Map<String, String> annotations;
    private final String prefix;
    private final List<String> mistakes = new ArrayList<>();

    /**
     * One of them.
     *
     * @param annotations those with that prefix, by what follows it
     */
    Reading(Map<String, String> annotations, String prefix) {
      this.annotations = annotations;
      this.prefix = prefix;
    }

    Overrides all(Collection<String> others) {
      lookForSlips(others);
      Management management = management();
      boolean orphan = orphan();
      Optional<Resolution> resolution =
          answered("resolve-launch", LAUNCH_ANSWERS).flatMap(this::resolution);
      Optional<StatusAnswer> status =
          answered("resolve-status", STATUS_ANSWERS).flatMap(this::statusAnswer);
      Optional<String> hold = text("hold").map(why -> why.isEmpty() ? "no reason is given" : why);
      Optional<String> retry = word("retry");
      Optional<String> rerun = word("rerun");
      return new Overrides(
          prefix, management, orphan, hold, retry, rerun, resolution, status, mistakes);
    }

    private void lookForSlips(Collection<String> others) {
      Set<String> known = new TreeSet<>(NAMES);
      known.addAll(others);
      for (String name : new TreeSet<>(annotations.keySet())) {
        NearMiss.of(name, known)
            .ifPresent(
                meant ->
                    mistakes.add(
                        "annotation "
                            + prefix
                            + name
                            + ": expected "
                            + prefix
                            + meant
                            + ", found a name like it that is not read here; correct it or take it"
                            + " away"));
      }
    }

    private Management management() {
      String word = text("management-state").orElse("").toLowerCase(Locale.ROOT);
      return switch (word) {
        case "manual" -> Management.MANUAL;
        case "unmanaged" -> Management.UNMANAGED;
        case "managed", "" -> Management.MANAGED;
        default -> {
          mistake("management-state", "managed, manual or unmanaged");
          yield Management.MANAGED;
        }
      };
    }

    private boolean orphan() {
      String word = text("deletion-policy").orElse("").toLowerCase(Locale.ROOT);
      return switch (word) {
        case "orphan" -> true;
        case "delete", "" -> false;
        default -> {
          mistake("deletion-policy", "delete or orphan");
          yield false;
        }
      };
    }

    /**
     * {@code <operation>=retry}, {@code <operation>=adopt:<job id>}, {@code <operation>=abandon}.
     */
    private Optional<Resolution> resolution(Answered answer) {
      if (answer.word().matches("(?i)adopt:\\S{1,128}")) {
        String id = answer.word().substring("adopt:".length());
        return Optional.of(
            new Resolution(answer.name(), Resolution.Verdict.ADOPT, Optional.of(id)));
      }
      return switch (answer.word().toLowerCase(Locale.ROOT)) {
        case "retry" -> resolution(answer, Resolution.Verdict.RETRY);
        case "abandon" -> resolution(answer, Resolution.Verdict.ABANDON);
        default -> {
          mistake("resolve-launch", LAUNCH_ANSWERS);
          yield Optional.empty();
        }
      };
    }

    private static Optional<Resolution> resolution(Answered answer, Resolution.Verdict verdict) {
      return Optional.of(new Resolution(answer.name(), verdict, Optional.empty()));
    }

    /** {@code <loss>=adopt}, {@code <loss>=relaunch}. */
    private Optional<StatusAnswer> statusAnswer(Answered answer) {
      return switch (answer.word().toLowerCase(Locale.ROOT)) {
        case "adopt" -> Optional.of(new StatusAnswer(answer.name(), StatusAnswer.Belief.ADOPT));
        case "relaunch" ->
            Optional.of(new StatusAnswer(answer.name(), StatusAnswer.Belief.RELAUNCH));
        default -> {
          mistake("resolve-status", STATUS_ANSWERS);
          yield Optional.empty();
        }
      };
    }

    /** Which question a word answers, and the word. */
    private record Answered(String name, String word) {}

    private Optional<Answered> answered(String annotation, String expected) {
      Optional<String> value = text(annotation);
      Optional<Answered> answered =
          value
              .filter(each -> each.indexOf('=') > 0)
              .map(each -> answered(each, each.indexOf('=')));
      if (value.isPresent() && answered.isEmpty()) {
        mistake(annotation, expected);
      }
      return answered;
    }

    private static Answered answered(String value, int equals) {
      return new Answered(value.substring(0, equals), value.substring(equals + 1));
    }

    /** A person who wrote no word wanted something all the same. */
    private Optional<String> word(String annotation) {
      Optional<String> word = text(annotation);
      if (word.filter(String::isEmpty).isPresent()) {
        mistake(annotation, "any new word");
      }
      return word.filter(each -> !each.isEmpty());
    }

    private Optional<String> text(String annotation) {
      return Optional.ofNullable(annotations.get(annotation));
    }

    private void mistake(String annotation, String expected) {
      String found = text(annotation).orElse("");
      String shown = found.length() > 64 ? found.substring(0, 64) + "…" : found;
      mistakes.add(
          "annotation "
              + prefix
              + annotation
              + ": expected "
              + expected
              + ", found \""
              + shown
              + "\"; correct it or take it away");
    }
  }
}
