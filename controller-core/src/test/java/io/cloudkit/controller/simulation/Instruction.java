package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings.NewLaunches;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.Optional;
import java.util.Set;

/** What a person may want of the engine at any time. */
enum Instruction implements Control {
  HOLD {
    @Override
    public void give(SmallDay day) {
      day.schedule().troubles().hold(day.key());
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return heldBack(without, with, Need.HOLD);
    }

    @Override
    public void takeBack(SmallDay day) {
      day.schedule().api().dropAnnotation(day.key(), Word.PLEASE_WAIT.annotation());
    }
  },
  RESUME {
    @Override
    public void give(SmallDay day) {
      HOLD.give(day);
      Run unused = day.next();
      HOLD.takeBack(day);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      if (with.next().says(Need.HOLD)) {
        return Optional.empty();
      }
      boolean wasHeld =
          with.next()
              .before()
              .filter(each -> Need.of(each.status()).contains(Need.HOLD))
              .isPresent();
      if (!wasHeld) {
        return Optional.of(Fate.nothingToDo("nothing was held up"));
      }
      if (with.launches()) {
        return Optional.of(Fate.taken("goes on"));
      }
      return with.next()
          .needs()
          .findFirst()
          .map(need -> Fate.refused(need.toString()))
          .or(() -> Optional.of(Fate.taken("is not shown")).filter(any -> !without.launches()));
    }
  },
  RETRY {
    @Override
    public void give(SmallDay day) {
      day.now().ifPresent(each -> day.schedule().chronicle().asksAnew(each.uid()));
      day.schedule().api().annotate(day.key(), "retry", "now");
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      boolean paused = without.next().rules().stream().anyMatch(PAUSES::contains);
      if (paused && with.next().says(Need.CANCELLED)) {
        // it was said before the cancel was seen that it would undo
        return with.next()
            .after()
            .filter(each -> each.status().handledRetry().isPresent())
            .map(done -> Fate.refused("cancelled"));
      }
      if (paused) {
        return Optional.of(Fate.taken("the pause has ended"))
            .filter(any -> with.next().rules().stream().noneMatch(PAUSES::contains));
      }
      return unchanged(without, with, "no pause to end");
    }
  },
  RERUN {
    @Override
    public void give(SmallDay day) {
      day.now().ifPresent(each -> day.schedule().chronicle().mayProvision(each.uid()));
      day.schedule().api().annotate(day.key(), Word.RERUN, RERUN_WORD);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      Optional<ResourceStatus> end = with.later().after().map(SimulatedApi.Version::status);
      if (isGoing(with) || end.isEmpty()) {
        return Optional.of(Fate.nothingToDo("it is deleted"));
      }
      if (with.permits() > without.permits()) {
        return Optional.of(Fate.taken("provisioned once more"));
      }
      boolean isFollowed = end.get().handledRerun().filter(RERUN_WORD::equals).isPresent();
      if (isFollowed && without.launches()) {
        return Optional.of(Fate.taken("by the provision that was to come"));
      }
      if (end.get().phase().filter(Phase.READY::equals).isPresent()) {
        return Optional.empty();
      }
      // it waits, and by its conditions for what
      return with.later()
          .needs()
          .findFirst()
          .map(need -> Fate.refused(need.toString()))
          .or(() -> Optional.of(Fate.nothingToDo("the next provision is one")))
          .filter(any -> !with.launches() || without.launches());
    }
  },
  RESTART {
    @Override
    public boolean isPossible(SmallDay day) {
      return isLiving(day);
    }

    @Override
    public void give(SmallDay day) {
      day.schedule().api().edit(day.key(), SimulatedApi.Version::restarted);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return unchanged(without, with, "not acted upon yet, it launches no job");
    }
  },
  MANUAL {
    @Override
    public void give(SmallDay day) {
      says(day, Word.MANUAL, Need.MANUAL);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return isGoing(with) ? letGo(with) : heldBack(without, with, Need.MANUAL);
    }

    @Override
    public void takeBack(SmallDay day) {
      day.schedule().api().dropAnnotation(day.key(), Word.MANUAL.annotation());
    }
  },
  UNMANAGED {
    @Override
    public void give(SmallDay day) {
      says(day, Word.UNMANAGED, Need.UNMANAGED);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      if (isGoing(with)) {
        return letGo(with);
      }
      if (with.launches()) {
        return Optional.empty();
      }
      boolean neverSeen =
          with.next().after().filter(each -> each.status().launchSequence().isEmpty()).isPresent();
      return neverSeen && with.next().rules().equals(Set.of("unmanaged: hands off"))
          ? Optional.of(Fate.nothingToDo("never seen, not written to"))
          : Optional.of(Fate.taken("Held: Unmanaged"))
              .filter(any -> with.next().says(Need.UNMANAGED));
    }

    @Override
    public void takeBack(SmallDay day) {
      MANUAL.takeBack(day);
    }
  },
  ORPHAN {
    @Override
    public void give(SmallDay day) {
      says(day, Word.ORPHAN, Need.UNRESOLVED);
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return isGoing(with) ? letGo(with) : unchanged(without, with, "it is not deleted");
    }
  },
  NO_NEW_LAUNCHES {
    @Override
    public void give(SmallDay day) {
      day.replaceAllBy(
          day.schedule()
              .processes()
              .start(
                  OperatorProcess.settings(
                      NewLaunches.DISABLED,
                      day.schedule().processes().deadline(),
                      OperatorProcess.GUARD_MINIMUM)));
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return heldBack(without, with, Need.STOPPED);
    }

    @Override
    public void takeBack(SmallDay day) {
      day.replaceAllBy(day.schedule().processes().start());
    }
  },
  MASS_LAUNCH_GUARD {
    @Override
    public boolean isPossible(SmallDay day) {
      return day.now()
          .filter(each -> !each.deleting())
          .map(SimulatedApi.Version::status)
          .filter(each -> each.phase().filter(Phase.READY::equals).isPresent())
          .filter(each -> each.launch().isEmpty() && each.isReconciled())
          .isPresent();
    }

    @Override
    public void give(SmallDay day) {
      day.schedule().troubles().tamper(day.key());
      day.replaceAllBy(
          day.schedule()
              .processes()
              .start(
                  OperatorProcess.settings(
                      NewLaunches.ENABLED, day.schedule().processes().deadline(), 1)));
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      boolean edited =
          with.next()
              .before()
              .filter(each -> each.status().observedGeneration() != each.generation())
              .isPresent();
      if (edited) {
        return Optional.of(Fate.nothingToDo("its spec changed, which explains the launch"));
      }
      return Optional.of(Fate.taken("Stalled: mass-launch guard"))
          .filter(any -> !with.launches())
          .filter(
              any ->
                  with.next()
                      .says(ConditionType.STALLED)
                      .filter(why -> why.startsWith("mass-launch guard"))
                      .isPresent());
    }
  },
  CANCEL_AT_THE_BACKEND {
    @Override
    public boolean isPossible(SmallDay day) {
      return Act.CANCEL_JOB.isPossible(day.schedule(), day.key());
    }

    @Override
    public void give(SmallDay day) {
      Act.CANCEL_JOB.happens(day.schedule(), day.key());
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return new CancelledJob(with).fate();
    }
  };

  private static final String RERUN_WORD = "playbook-2";

  /** What ends of itself, or by a person's word. */
  private static final Set<String> PAUSES =
      Set.of(
          "failed a while ago: wait",
          "failed too often: wait for a person",
          "cancelled by another hand: hold",
          "deleting: deprovision failed a while ago: wait",
          "deleting: deprovision cancelled by another hand: hold");

  @Override
  public boolean isPossible(SmallDay day) {
    return day.now().isPresent();
  }

  static boolean isLiving(SmallDay day) {
    return day.now().filter(each -> !each.deleting()).isPresent();
  }

  private static boolean isGoing(Course with) {
    return with.next().before().filter(SimulatedApi.Version::deleting).isPresent();
  }

  private static void says(SmallDay day, Word word, Need need) {
    SimulatedApi.Version seen = day.now().orElseThrow();
    day.schedule().chronicle().gives(seen.uid(), need);
    if (seen.status().launch().isPresent()) {
      day.schedule().chronicle().gives(seen.uid(), Need.UNRESOLVED);
    }
    day.schedule().api().annotate(day.key(), word.annotation(), word.value());
  }

  static Optional<Fate> letGo(Course with) {
    return Optional.of(Fate.taken("let go"))
        .filter(any -> with.next().isLetGo() && !with.launches());
  }

  /** Nothing is launched, and where something would have been a condition says why not. */
  private static Optional<Fate> heldBack(Course without, Course with, Need need) {
    if (with.launches()) {
      return Optional.empty();
    }
    if (with.later().says(need)) {
      return Optional.of(Fate.taken(need.toString()));
    }
    if (!without.launches()) {
      return Optional.of(Fate.nothingToDo("nothing would be launched"));
    }
    // something else stands against a launch, and a condition says what
    return with.later().needs().findFirst().map(other -> Fate.refused(other.toString()));
  }

  private static Optional<Fate> unchanged(Course without, Course with, String why) {
    return Optional.of(Fate.nothingToDo(why)).filter(any -> with.next().isAs(without.next()));
  }
}
