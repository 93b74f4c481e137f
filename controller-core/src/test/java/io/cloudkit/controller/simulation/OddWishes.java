package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users ask for that is not a machine: that nobody touches it, or something that can not be
 * acted upon. All of it but an orphan's is taken back some time.
 */
final class OddWishes {
  /** A finalizer of another controller. */
  static final String OTHERS = "example.com/others";

  private static final String NO_PROVIDER = "nobody";

  private final SimulatedApi api;
  private final Chronicle chronicle;
  private final Chaos chaos;
  private int reruns;

  OddWishes(SimulatedApi api, Chronicle chronicle, Chaos chaos) {
    this.api = api;
    this.chronicle = chronicle;
    this.chaos = chaos;
  }

  void any(ResourceKey key) {
    switch (chaos.pick(8)) {
      case 0 -> says(key, Word.MANUAL, Fault.MANUAL, Need.MANUAL);
      case 1 -> says(key, Word.UNMANAGED, Fault.UNMANAGED, Need.UNMANAGED);
      case 2 -> asks(key, Fault.ORPHANED, Word.ORPHAN.annotation(), Word.ORPHAN.value());
      case 3 -> namesNobody(key);
      case 4 -> asks(key, Fault.PREREQUISITE_MISSING, Wanted.PREREQUISITE, "a tenant");
      case 5 -> asksForARerun(key);
      case 6 -> asksForARestart(key);
      default -> asksForNonsense(key);
    }
  }

  /** Not before a job of the Go operator is taken over: by whom the resource names. */
  private void namesNobody(ResourceKey key) {
    boolean leftByGo =
        api.now(key)
            .map(SimulatedApi.Version::status)
            .filter(each -> each.launchSequence().isEmpty() && each.jobs().findAny().isPresent())
            .isPresent();
    if (!leftByGo) {
      asks(key, Fault.PROVIDER_UNKNOWN, Wanted.PROVIDER, NO_PROVIDER);
    }
  }

  private void asksForARerun(ResourceKey key) {
    Optional<SimulatedApi.Version> seen =
        api.now(key).filter(each -> chaos.knows(Fault.RERUN_ASKED_FOR));
    seen.ifPresent(
        each -> {
          String word = "playbook-" + ++reruns;
          chaos.tell(() -> "a user says " + Word.RERUN + "=" + word + " of " + each.uid());
          chronicle.hit(Fault.RERUN_ASKED_FOR);
          if (each.status().launchSequence().isPresent()) {
            chronicle.asksForARerun(each.uid());
          }
          api.annotate(key, Word.RERUN, word);
        });
  }

  /** It launches nothing, whatever becomes of the generation. */
  private void asksForARestart(ResourceKey key) {
    api.now(key)
        .filter(each -> !each.deleting() && chaos.knows(Fault.RESTART_ASKED_FOR))
        .ifPresent(
            each -> {
              chaos.tell(() -> "a user asks to restart " + each.uid());
              chronicle.hit(Fault.RESTART_ASKED_FOR);
              api.edit(key, SimulatedApi.Version::restarted);
            });
  }

  private void says(ResourceKey key, Word word, Fault fault, Need need) {
    api.now(key).ifPresent(each -> chronicle.gives(each.uid(), need));
    asks(key, fault, word.annotation(), word.value());
  }

  private void asks(ResourceKey key, Fault fault, String annotation, String value) {
    Optional<SimulatedApi.Version> seen = api.now(key).filter(each -> chaos.knows(fault));
    seen.ifPresent(
        each -> {
          chaos.tell(() -> "a user says " + annotation + "=" + value + " of " + each.uid());
          chronicle.hit(fault);
          givesUnresolved(each);
          api.annotate(key, annotation, value);
        });
  }

  /** Nothing is sent any more, nor again, until it is taken back. */
  private void givesUnresolved(SimulatedApi.Version seen) {
    if (seen.status().launch().isPresent()) {
      chronicle.gives(seen.uid(), Need.UNRESOLVED);
    }
  }

  private void asksForNonsense(ResourceKey key) {
    Optional<SimulatedApi.Version> seen =
        api.now(key).filter(each -> !each.deleting() && chaos.knows(Fault.SPEC_INVALID));
    seen.ifPresent(
        each -> {
          chaos.tell(() -> "a user asks for nonsense of " + each.uid());
          chronicle.hit(Fault.SPEC_INVALID);
          givesUnresolved(each);
          api.edit(key, old -> old.wanting(Wanted.NONSENSE));
        });
  }

  /** One day the user comes to better thoughts. */
  void takeBack(ResourceKey key) {
    Optional<SimulatedApi.Version> now = api.now(key);
    if (now.isEmpty() || chaos.pick(3) != 0) {
      return;
    }
    SimulatedApi.Version seen = now.get();
    if (Word.isSetAside(seen.annotations())) {
      withdraws(seen, Word.MANUAL.annotation());
    }
    if (Wanted.provider(seen).equals(NO_PROVIDER)) {
      withdraws(seen, Wanted.PROVIDER);
    }
    if (Wanted.misses(seen.annotations())) {
      withdraws(seen, Wanted.PREREQUISITE);
    }
    if (seen.size().equals(Wanted.NONSENSE) && !seen.deleting()) {
      chaos.tell(() -> "a user asks for nonsense of " + seen.uid() + " no more");
      chronicle.mayProvision(seen.uid());
      chronicle.asksAnew(seen.uid());
      api.edit(key, old -> old.wanting(Wanted.SIZES.get(0)));
    }
    if (seen.deleting() && !seen.hasFinalizer() && seen.finalizers().contains(OTHERS)) {
      chaos.tell(() -> "another lets " + seen.uid() + " go");
      api.edit(key, OddWishes::withoutOthers);
    }
  }

  private void withdraws(SimulatedApi.Version seen, String annotation) {
    chaos.tell(() -> "a user takes " + annotation + " of " + seen.uid() + " back");
    api.dropAnnotation(seen.key(), annotation);
  }

  /** One that another controller keeps, and that is deleted before the engine comes to see it. */
  void createdAndDeletedAtOnce(ResourceKey key) {
    chaos.tell(() -> key.name() + " is created and deleted at once, and another keeps it");
    api.create(key, Wanted.SIZES.get(0), List.of(OTHERS), Map.of());
    api.edit(key, SimulatedApi.Version::deleted);
  }

  private static SimulatedApi.Version withoutOthers(SimulatedApi.Version old) {
    return old.with(old.finalizers().stream().filter(each -> !each.equals(OTHERS)).toList());
  }
}
