package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Jobs whose playbooks answer by changing the resource (eda-api.md §4): a finalizer before they
 * touch anything, an annotation when they reached what they were sent, no finalizer when all is
 * gone. A job that fails leaves no other trace. They go by the name of a resource, never by its
 * uid: who bears it when they look is worked on.
 */
final class EdaPlaybooks implements InMemoryBackend.Behaviour {
  static final String FINALIZER = SimulatedApi.PREFIX + "computeinstance-aap";

  /** Longest time from the posting of an event to the end of its playbook, as EDA is told. */
  static final Duration LONGEST_LIFE = Duration.ofMinutes(20);

  /** By how much a playbook may run longer than that all the same. */
  private static final Duration LONGER = Duration.ofMinutes(5);

  /** Longest work after the annotation. */
  static final Duration LONGEST_TAIL = Duration.ofSeconds(30);

  /** Annotation in which a create playbook repeats what it was sent. */
  static final String WORD = "reconciled-config-version";

  private final InMemoryBackend.Behaviour times;
  private final Supplier<Duration> longer;
  private final SimulatedApi api;
  private final Chronicle chronicle;
  private final Chaos chaos;

  /**
   * Those of a day.
   *
   * @param longer how much longer each runs than it would
   */
  EdaPlaybooks(
      InMemoryBackend.Behaviour times,
      Supplier<Duration> longer,
      SimulatedApi api,
      Chronicle chronicle,
      Chaos chaos) {
    this.times = times;
    this.longer = longer;
    this.api = api;
    this.chronicle = chronicle;
    this.chaos = chaos;
  }

  /**
   * Whether a create playbook could begin now on the resource that it was sent. What takes away
   * finds nothing, and does no harm. Which namesakes there will be nobody can know.
   */
  boolean mayBegin(InMemoryJob job) {
    return mayBegin(job, resourceOf(job).filter(each -> each.uid().equals(job.uid())));
  }

  private static boolean mayBegin(InMemoryJob job, Optional<SimulatedApi.Version> resource) {
    boolean marked = resource.filter(EdaPlaybooks::isMarked).isPresent();
    return job.type() == JobType.DEPROVISION
        || marked
        // a resource that is deleted takes no new finalizer: eda-api.md §8.6
        || resource.filter(each -> !each.deleting()).isPresent();
  }

  private Optional<SimulatedApi.Version> resourceOf(InMemoryJob job) {
    return api.named(job.uid());
  }

  @Override
  public String actsOn(InMemoryJob job) {
    String uid = resourceOf(job).map(SimulatedApi.Version::uid).orElse(job.uid());
    if (!uid.equals(job.uid())) {
      chaos.tell(() -> job + " of " + job.uid() + " meets its namesake " + uid);
      chronicle.meetsAStranger(uid);
    }
    return uid;
  }

  private static boolean isMarked(SimulatedApi.Version resource) {
    return resource.finalizers().contains(FINALIZER);
  }

  @Override
  public boolean begins(InMemoryJob job) {
    boolean begins = mayBegin(job, resourceOf(job));
    if (begins && job.type() == JobType.PROVISION) {
      resourceOf(job)
          .filter(each -> !each.uid().equals(job.uid()))
          .ifPresent(namesake -> chronicle.beginsOnANamesake(job));
      resourceOf(job)
          .filter(each -> !isMarked(each))
          .ifPresent(each -> api.edit(each.key(), EdaPlaybooks::marked));
    }
    return begins;
  }

  private static SimulatedApi.Version marked(SimulatedApi.Version resource) {
    List<String> more = new ArrayList<>(resource.finalizers());
    more.add(FINALIZER);
    return resource.with(List.copyOf(more));
  }

  @Override
  public void saysItsEnd(InMemoryJob job) {
    if (job.type() == JobType.PROVISION && job.state() == JobState.SUCCEEDED) {
      resourceOf(job).ifPresent(each -> says(each, job));
    }
  }

  private void says(SimulatedApi.Version resource, InMemoryJob job) {
    boolean isAnothers = chronicle.hasTwinThatSucceeded(job) || !resource.uid().equals(job.uid());
    if (isAnothers && isUnread(resource)) {
      // over the word of a later job, which then is never known to have succeeded
      chronicle.mayProvision(resource.uid());
    }
    api.annotate(resource.key(), WORD, job.configVersion() + "." + job.claim());
  }

  private static boolean isUnread(SimulatedApi.Version resource) {
    String word = resource.annotations().getOrDefault(SimulatedApi.PREFIX + WORD, "");
    Stream<String> launched = resource.status().launch().map(Launch::claim).stream();
    Stream<String> running =
        resource.status().provisionJob().stream()
            .filter(job -> job.mayBeAlive() && job.state() != JobState.SUCCEEDED)
            .map(Job::claim);
    return Stream.concat(launched, running).anyMatch(claim -> word.endsWith("." + claim));
  }

  @Override
  public void isOver(InMemoryJob job) {
    if (job.type() == JobType.DEPROVISION && job.didSucceed()) {
      resourceOf(job).ifPresent(each -> api.edit(each.key(), EdaPlaybooks::unmarked));
    }
  }

  private static SimulatedApi.Version unmarked(SimulatedApi.Version resource) {
    List<String> fewer = new ArrayList<>(resource.finalizers());
    fewer.remove(FINALIZER);
    return resource.with(List.copyOf(fewer));
  }

  @Override
  public Duration startsAfter() {
    return times.startsAfter();
  }

  @Override
  public Duration runsFor() {
    return times.runsFor().plus(longer.get());
  }

  @Override
  public Duration runsFor(JobType type) {
    return type == JobType.DEPROVISION && chaos.strikes(6, Fault.JOB_OUTLIVED)
        ? LONGEST_LIFE.plus(chaos.upTo(LONGER))
        : runsFor();
  }

  @Override
  public JobState end() {
    return times.end();
  }

  @Override
  public Duration liesFor() {
    return times.liesFor();
  }
}
