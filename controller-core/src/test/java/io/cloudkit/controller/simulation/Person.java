package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A person who reads the conditions of a resource and does what they ask for, with the patience
 * that the documents ask for.
 */
final class Person {
  /** Longer than a permission, a call and a late commit together. */
  private static final Duration PATIENCE = Duration.ofSeconds(67);

  private final SimulatedApi api;
  private final Backends backends;
  private final Chronicle chronicle;
  private final Chaos chaos;
  private final Consumer<InMemoryJob> cancels;
  private int words;

  /**
   * One.
   *
   * @param cancels by which a person ends a job
   */
  Person(
      SimulatedApi api,
      Backends backends,
      Chronicle chronicle,
      Chaos chaos,
      Consumer<InMemoryJob> cancels) {
    this.api = api;
    this.backends = backends;
    this.chronicle = chronicle;
    this.chaos = chaos;
    this.cancels = cancels;
  }

  void reads(ResourceKey key) {
    api.now(key).ifPresent(each -> Need.of(each.status()).forEach(need -> answer(each, need)));
    api.now(key)
        .filter(each -> Need.isForOthersWork(each, each.status()))
        .ifPresent(
            each -> {
              chronicle.hit(Fault.OTHERS_WORK_REFUSED);
              nameItsMaker(each);
            });
  }

  private void nameItsMaker(SimulatedApi.Version seen) {
    Optional<String> maker = backends.makerOf(seen.uid()).map(backends::instanceOf);
    boolean quiet = backends.of(seen.uid()).stream().noneMatch(backends::mayRun);
    if (maker.isPresent() && !maker.get().equals(Wanted.provider(seen))) {
      says(seen, Wanted.PROVIDER, maker.get());
    } else if (maker.isEmpty() && quiet) {
      says(seen, Word.ORPHAN.annotation(), Word.ORPHAN.value());
    }
  }

  private void answer(SimulatedApi.Version seen, Need need) {
    boolean acted =
        switch (need) {
          case CANCELLED, RETRIES_SPENT, STOPPED ->
              Advice.of(seen.status(), need)
                  .filter(advice -> saysANewWord(seen, advice))
                  .isPresent();
          case NOT_UNDERSTOOD -> correct(seen);
          case HOLD -> annotationsDropped(seen, Word.PLEASE_WAIT.annotation());
          case MANUAL, UNMANAGED -> false; // until the user takes it back
          case UNRESOLVED ->
              Advice.of(seen.status(), need)
                  .flatMap(
                      advice -> seen.status().launch().filter(each -> resolve(seen, each, advice)))
                  .isPresent();
          case UNSEEN ->
              Advice.of(seen.status(), need)
                  .filter(
                      advice ->
                          seen.status()
                              .jobs()
                              .filter(job -> isNamed(job, advice.word()))
                              .anyMatch(job -> abandon(seen, job, advice)))
                  .isPresent();
          case STATUS_LOST ->
              Advice.of(seen.status(), need).filter(advice -> recall(seen, advice)).isPresent();
        };
    if (acted) {
      chronicle.helped(need);
      chaos.tell(() -> "a person answers " + need + " of " + seen.uid());
    }
  }

  /** Of a user who knows the documents. */
  void retry(ResourceKey key) {
    api.now(key).ifPresent(each -> saysANewWord(each, new Advice(Word.RETRY, "")));
  }

  private boolean saysANewWord(SimulatedApi.Version seen, Advice advice) {
    chronicle.asksAnew(seen.uid());
    api.annotate(seen.key(), advice.annotation(), "word" + ++words);
    return true;
  }

  private boolean correct(SimulatedApi.Version seen) {
    boolean found = false;
    for (Word word : Word.MISTYPED) {
      if (Word.isMistyped(annotation(seen, word.annotation()))) {
        found = annotationsDropped(seen, word.annotation());
        chronicle.hit(Fault.ANNOTATION_CORRECTED);
      }
    }
    return found;
  }

  private static String annotation(SimulatedApi.Version seen, String name) {
    return seen.annotations().getOrDefault(SimulatedApi.PREFIX + name, "");
  }

  private boolean annotationsDropped(SimulatedApi.Version seen, String name) {
    api.dropAnnotation(seen.key(), name);
    return true;
  }

  private boolean resolve(SimulatedApi.Version seen, Launch launch, Advice advice) {
    if (chronicle.nanosSince(launch.operation()) < PATIENCE.toNanos()) {
      return false;
    }
    List<InMemoryJob> made =
        backends.named(launch.provider()).jobs().all().stream()
            .filter(job -> job.operation().equals(launch.operation()))
            .toList();
    if (made.stream().anyMatch(Person::runsUnrecorded)) {
      return false;
    }
    if (!backends.named(launch.provider()).keepsRecords() && !made.isEmpty()) {
      return resolveUnrecorded(seen, launch, made, advice);
    }
    String verdict =
        backends.named(launch.provider()).jobs().visible().stream()
            .filter(made::contains)
            .findFirst()
            .map(job -> "adopt:" + job.id())
            .orElse(made.stream().anyMatch(InMemoryJob::isPurged) ? "abandon" : "retry");
    return says(seen, advice.annotation(), advice.word() + "=" + verdict);
  }

  /** There is no record to adopt: it is over when nothing of it runs or is to run. */
  private boolean resolveUnrecorded(
      SimulatedApi.Version seen, Launch launch, List<InMemoryJob> made, Advice advice) {
    if (made.stream().anyMatch(job -> job.isRunning() || backends.mayRun(job))) {
      return false;
    }
    if (launch.type() == JobType.PROVISION && made.stream().anyMatch(InMemoryJob::didSucceed)) {
      chronicle.mayProvision(seen.uid()); // nobody asks any more whether it had succeeded
    }
    return says(seen, advice.annotation(), advice.word() + "=abandon");
  }

  /** Its playbook goes on, and the backend has forgotten it. */
  private static boolean runsUnrecorded(InMemoryJob job) {
    return job.isPurged() && job.isRunning();
  }

  /** A job of the Go operator has no operation. */
  private static boolean isNamed(Job job, String name) {
    return name.equals(job.operation().isEmpty() ? job.id() : job.operation());
  }

  /** Declares a job over of which nothing can be seen, when it really is over. */
  private boolean abandon(SimulatedApi.Version seen, Job job, Advice advice) {
    Optional<InMemoryJob> truth =
        backends.named(job.provider()).jobs().all().stream()
            .filter(each -> each.id().equals(job.id()))
            .filter(each -> each.operation().equals(job.operation()))
            .findFirst();
    boolean over = truth.filter(each -> !each.isRunning() && each.state().isTerminal()).isPresent();
    if (job.standing() != Standing.UNSEEN || !over || chaos.pick(10) != 0) {
      return false;
    }
    boolean said = says(seen, advice.annotation(), advice.word() + "=abandon");
    boolean unheard = truth.filter(each -> each.didSucceed() && !each.isPurged()).isPresent();
    if (said && unheard && job.type() == JobType.PROVISION) {
      // nobody asks any more whether it had succeeded
      chronicle.mayProvision(seen.uid());
    }
    return said;
  }

  /** Nobody else would end it: the engine does not know of it any more. */
  private boolean hangs(InMemoryJob job) {
    return chaos.knows(Fault.JOB_HUNG)
        && job.isRunning()
        && chronicle.now() - job.ranFrom() > Schedule.LONGEST_RUN.toNanos();
  }

  /** What was launched before the loss must have come out, or to its end. */
  private boolean recall(SimulatedApi.Version seen, Advice advice) {
    List<InMemoryJob> jobs = backends.of(seen.uid());
    boolean quiet = jobs.stream().allMatch(job -> job.state().isTerminal() && !job.isRunning());
    boolean early = chronicle.nanosSince(seen.uid()) < PATIENCE.toNanos();
    if (early || jobs.stream().anyMatch(Person::runsUnrecorded)) {
      return false;
    }
    if (!quiet && !backends.canSearch()) {
      jobs.stream().filter(this::hangs).forEach(cancels);
      return false;
    }
    boolean asWanted =
        quiet
            && backends
                .makerOf(seen.uid())
                .filter(InMemoryJob::didSucceed)
                .map(chronicle.requests()::builtBy)
                .filter(Wanted.version(seen)::equals)
                .isPresent();
    String belief = asWanted ? "adopt" : "relaunch";
    boolean said = says(seen, advice.annotation(), advice.word() + "=" + belief);
    if (said) {
      // also of what is taken on: a job of before the loss may come to light as a stray
      chronicle.mayProvision(seen.uid());
      chronicle.gives(seen.uid(), Need.STOPPED);
      chronicle.answersLoss(seen.uid());
    }
    return said;
  }

  /** Once: a word that is there already is waited for. */
  private boolean says(SimulatedApi.Version seen, String annotation, String word) {
    if (annotation(seen, annotation).equals(word)) {
      return false;
    }
    chaos.tell(() -> "a person annotates " + annotation + "=" + word + " on " + seen.uid());
    chronicle.asksAnew(seen.uid());
    api.annotate(seen.key(), annotation, word);
    return true;
  }
}
