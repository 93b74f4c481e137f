package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person can answer to what the engine can not know: the truth, or not. */
@SuppressWarnings("ImmutableEnumChecker") // sets that never change
enum GivenAnswer implements Control {
  RETRY_LAUNCH("X1", "N") {
    @Override
    boolean isTrue(SmallDay day) {
      return made(day).isEmpty();
    }

    @Override
    public void give(SmallDay day) {
      resolve(day, "retry");
    }
  },
  ABANDON_LAUNCH("X1") {
    @Override
    boolean isTrue(SmallDay day) {
      return made(day).stream().noneMatch(day.schedule().backends()::mayRun);
    }

    @Override
    public void give(SmallDay day) {
      mayProvision(day);
      resolve(day, "abandon");
    }
  },
  ADOPT_ITS_JOB {
    @Override
    public boolean isPossible(SmallDay day) {
      return launch(day).isPresent() && visible(day).stream().anyMatch(made(day)::contains);
    }

    @Override
    public void give(SmallDay day) {
      InMemoryJob job = visible(day).stream().filter(made(day)::contains).findFirst().orElseThrow();
      resolve(day, "adopt:" + job.id());
    }
  },
  ADOPT_ANOTHER_JOB("X1", "A", "liveness") {
    @Override
    boolean isTrue(SmallDay day) {
      return false;
    }

    @Override
    public boolean isPossible(SmallDay day) {
      return launch(day).isPresent() && others(day).findFirst().isPresent();
    }

    private Stream<InMemoryJob> others(SmallDay day) {
      return visible(day).stream().filter(job -> !made(day).contains(job));
    }

    @Override
    public void give(SmallDay day) {
      resolve(day, "adopt:" + others(day).findFirst().orElseThrow().id());
    }
  },
  ADOPT_NO_JOB {
    @Override
    public void give(SmallDay day) {
      resolve(day, "adopt:999");
    }

    @Override
    public void takeBack(SmallDay day) {
      day.schedule().api().dropAnnotation(day.key(), "resolve-launch");
    }
  },
  ABANDON_JOB("X1") {
    @Override
    boolean isTrue(SmallDay day) {
      return named(day)
          .flatMap(
              job ->
                  day.schedule().backends().all().stream()
                      .filter(each -> each.operation().equals(job.operation()))
                      .filter(day.schedule().backends()::mayRun)
                      .findAny())
          .isEmpty();
    }

    private Optional<Job> named(SmallDay day) {
      return status(day).jobs().filter(Job::mayBeAlive).findFirst();
    }

    @Override
    public boolean isPossible(SmallDay day) {
      return day.now().isPresent() && launch(day).isEmpty() && named(day).isPresent();
    }

    @Override
    public void give(SmallDay day) {
      mayProvision(day);
      annotate(day, "resolve-launch", named(day).orElseThrow().operation() + "=abandon");
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      if (with.next()
          .rules()
          .contains("a job whose end may never be seen, abandoned by a person")) {
        return Optional.of(Fate.taken("JobAbandoned"));
      }
      boolean unseen =
          without.next().after().stream()
              .flatMap(each -> each.status().jobs())
              .filter(Job::mayBeAlive)
              .anyMatch(
                  job ->
                      job.standing() == Standing.UNSEEN
                          || (job.standing() == Standing.ALIVE && job.state() == JobState.UNKNOWN));
      return Optional.of(Fate.nothingToDo("the end of the job will be seen"))
          .filter(any -> !unseen && with.next().isAs(without.next()));
    }
  },
  ADOPT_MACHINE("X1", "A", "liveness") {
    @Override
    boolean isTrue(SmallDay day) {
      SimulatedApi.Version seen = day.now().orElseThrow();
      return isQuiet(day)
          && day.schedule()
              .backends()
              .makerOf(seen.uid())
              .filter(
                  maker ->
                      day.schedule()
                          .chronicle()
                          .requests()
                          .builtBy(maker)
                          .equals(Wanted.version(seen)))
              .isPresent();
    }

    @Override
    public boolean isPossible(SmallDay day) {
      return isLoss(day);
    }

    @Override
    public void give(SmallDay day) {
      recall(day, "adopt");
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return recalled(with)
          .or(
              () ->
                  with.next()
                      .says(ConditionType.STATUS_LOST)
                      .filter(why -> why.contains("of an earlier spec"))
                      .map(why -> Fate.refused("StatusLost: of an earlier spec")));
    }
  },
  RELAUNCH_MACHINE("X1") {
    @Override
    boolean isTrue(SmallDay day) {
      return isQuiet(day) || day.schedule().backends().canSearch();
    }

    @Override
    public boolean isPossible(SmallDay day) {
      return isLoss(day);
    }

    @Override
    public void give(SmallDay day) {
      mayProvision(day);
      recall(day, "relaunch");
    }

    @Override
    public Optional<Fate> fate(Course without, Course with) {
      return recalled(with);
    }
  };

  private static final String ANSWERED = "launch answered by a person";

  private final Set<String> ifWrong;

  GivenAnswer(String... ifWrong) {
    this.ifWrong = Set.of(ifWrong);
  }

  /** Whether it is as the person says. */
  boolean isTrue(SmallDay day) {
    return true;
  }

  /** README.md: what the person was wrong about. */
  @Override
  public Set<String> givesUp(SmallDay day) {
    return isTrue(day) ? Set.of() : ifWrong;
  }

  @Override
  public boolean isPossible(SmallDay day) {
    return launch(day).isPresent();
  }

  @Override
  public Optional<Fate> fate(Course without, Course with) {
    String operation =
        with.next().before().flatMap(each -> each.status().launch()).orElseThrow().operation();
    boolean closed =
        with.next()
            .after()
            .flatMap(each -> each.status().launch())
            .filter(each -> each.operation().equals(operation))
            .isEmpty();
    return Optional.of(Fate.taken("the question is answered"))
        .filter(any -> closed && with.next().rules().contains(ANSWERED))
        .or(() -> notAdopted(with))
        .or(() -> alreadyKnown(without, with));
  }

  /** Only of a job that its provider can not take for the launch's. */
  private static Optional<Fate> notAdopted(Course with) {
    return with.next()
        .says(ConditionType.LAUNCH_UNRESOLVED)
        .filter(why -> why.contains("can not be adopted"))
        .map(why -> Fate.refused("LaunchUnresolved: can not be adopted"));
  }

  /** An outcome that a process knew, and had not written yet. */
  private static Optional<Fate> alreadyKnown(Course without, Course with) {
    return Optional.of(Fate.nothingToDo("the process knew the outcome"))
        .filter(any -> !with.next().rules().contains(ANSWERED))
        .filter(any -> with.next().isAs(without.next()));
  }

  private static Optional<Fate> recalled(Course with) {
    return Optional.of(Fate.taken("the question is answered"))
        .filter(any -> with.next().rules().contains("status lost, answered: follow the answer"))
        .filter(any -> with.next().after().flatMap(each -> each.status().statusLoss()).isEmpty());
  }

  private static ResourceStatus status(SmallDay day) {
    return day.now().map(SimulatedApi.Version::status).orElse(ResourceStatus.EMPTY);
  }

  private static Optional<Launch> launch(SmallDay day) {
    return status(day).launch();
  }

  private static boolean isLoss(SmallDay day) {
    return status(day).statusLoss().isPresent();
  }

  private static boolean isQuiet(SmallDay day) {
    return day.schedule().backends().all().stream().noneMatch(day.schedule().backends()::mayRun);
  }

  /** What the unresolved launch came to. */
  private static List<InMemoryJob> made(SmallDay day) {
    String operation = launch(day).orElseThrow().operation();
    return day.schedule().backends().all().stream()
        .filter(job -> job.operation().equals(operation))
        .toList();
  }

  private static List<InMemoryJob> visible(SmallDay day) {
    JobType type = launch(day).orElseThrow().type();
    // who keeps no records has no ids that a person could name
    return day.schedule().backends().visible(Backends.Member::keepsRecords).stream()
        .filter(job -> job.type() == type)
        .toList();
  }

  private static void mayProvision(SmallDay day) {
    day.schedule().chronicle().mayProvision(day.now().orElseThrow().uid());
  }

  private static void resolve(SmallDay day, String verdict) {
    annotate(day, "resolve-launch", launch(day).orElseThrow().operation() + "=" + verdict);
  }

  private static void recall(SmallDay day, String belief) {
    annotate(day, "resolve-status", status(day).statusLoss().orElseThrow() + "=" + belief);
  }

  private static void annotate(SmallDay day, String annotation, String word) {
    day.schedule().chronicle().asksAnew(day.now().orElseThrow().uid());
    // what can not be adopted asks on
    day.schedule().chronicle().gives(day.now().orElseThrow().uid(), Need.UNRESOLVED);
    day.schedule().api().annotate(day.key(), annotation, word);
  }
}
