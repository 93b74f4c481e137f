package io.cloudkit.controller.simulation;

import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryJobs;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Opens the backends of a day, and the ways of each process to them. */
final class Ways {
  private final VirtualTime time;
  private final Chaos chaos;
  private final Chronicle chronicle;
  private final SimulatedApi api;
  private final Backends backends;
  private final InMemoryBackend.Behaviour usual;
  private final Duration cancelTakes;
  private final Map<String, Function<String, Link>> links = new HashMap<>();

  /**
   * None yet.
   *
   * @param usual how jobs behave
   * @param cancelTakes from a cancel to the end of a running job
   */
  Ways(
      VirtualTime time,
      Chaos chaos,
      InMemoryBackend.Behaviour usual,
      Chronicle chronicle,
      SimulatedApi api,
      Backends backends,
      Duration cancelTakes) {
    this.time = time;
    this.chaos = chaos;
    this.chronicle = chronicle;
    this.api = api;
    this.backends = backends;
    this.usual = usual;
    this.cancelTakes = cancelTakes;
  }

  void open(Ability.Member member) {
    switch (member.backend()) {
      case IN_MEMORY -> openInMemory(member);
      case EDA, TRACKED_EDA -> openEda(member);
      case AAP -> openAap(member);
    }
  }

  private void openInMemory(Ability.Member member) {
    InMemoryBackend jobs =
        new InMemoryBackend(
            time::nanos,
            usual,
            backends.machines(),
            job -> member.traits().canCancel() && hangs(job));
    Outage unused = add(member, jobs, job -> true, true);
    InMemoryProvider provider =
        new InMemoryProvider(member.instance(), member.traits(), jobs, cancelTakes);
    links.put(member.instance(), process -> new InMemoryLink(provider));
  }

  /** Only what the engine launched, and may cancel before long. */
  private boolean hangs(InMemoryJob job) {
    return !job.isByPerson()
        && !job.operation().isEmpty()
        && chaos.knows(Fault.JOB_OVERDUE)
        && chaos.strikes(8, Fault.JOB_HUNG);
  }

  private void openEda(Ability.Member member) {
    EdaPlaybooks playbooks =
        new EdaPlaybooks(
            usual,
            () -> member.isTracked() ? EdaAap.longer(chaos) : Duration.ZERO,
            api,
            chronicle,
            chaos);
    InMemoryBackend jobs = new InMemoryBackend(time::nanos, playbooks, backends.machines());
    Outage unused = add(member, jobs, playbooks::mayBegin, false);
    Optional<EdaAap> aap =
        member.isTracked() ? Optional.of(new EdaAap(jobs, time, chaos)) : Optional.empty();
    links.put(
        member.instance(),
        process -> EdaLink.of(member.instance(), time, jobs, aap, chaos, chronicle, process));
  }

  private void openAap(Ability.Member member) {
    AapScripts scripts = new AapScripts(usual, chaos, cancelTakes);
    AapJobs jobs = new AapJobs(time, scripts, chronicle, backends.machines());
    Outage outage = add(member, jobs, job -> true, true);
    Duration lateCommit = member.traits().lateCommit();
    links.put(
        member.instance(),
        process ->
            AapLink.of(
                member.instance(),
                time,
                new AapWire(jobs, outage, lateCommit, chaos, chronicle, time, process)));
  }

  private Outage add(
      Ability.Member member,
      InMemoryJobs jobs,
      Predicate<InMemoryJob> mayBegin,
      boolean keepsRecords) {
    Outage outage = new Outage(time);
    backends.add(
        member.instance(),
        new Backends.Member(member.traits(), jobs, outage, mayBegin, keepsRecords));
    return outage;
  }

  /** A way of that process to that backend. */
  Link to(String instance, String process) {
    return Optional.ofNullable(links.get(instance)).orElseThrow().apply(process);
  }
}
