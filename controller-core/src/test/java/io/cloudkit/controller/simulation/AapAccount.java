package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.ExtraVars;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryLedger;
import io.cloudkit.testkit.truth.Playbook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes down what the playbooks of AAP really do, and what its rows say of them. */
final class AapAccount {
  private final InMemoryLedger ledger;
  private final Chronicle chronicle;

  /** What was launched, by the numbers that the database has for it. */
  private final Map<Long, InMemoryJob> launched = new HashMap<>();

  /** What runs now, by the numbers of its playbooks. */
  private final Map<Long, InMemoryJob> runs = new HashMap<>();

  /** The rows whose playbooks run now. */
  private final Set<Long> playing = new HashSet<>();

  private final Set<Long> lying = new HashSet<>();
  private final Set<Long> unheard = new HashSet<>();
  private int launchesRead;

  AapAccount(InMemoryLedger ledger, Chronicle chronicle) {
    this.ledger = ledger;
    this.chronicle = chronicle;
  }

  /** Takes down what came into being since the last reading. */
  void readLaunches(List<Launch> all) {
    all.subList(launchesRead, all.size()).stream()
        .filter(launch -> !launch.launchType().equals("workflow"))
        // others launch, too
        .filter(launch -> launch.variables().operation().isPresent())
        .forEach(launch -> launched.computeIfAbsent(launch.job(), any -> job(launch)));
    launchesRead = all.size();
  }

  private InMemoryJob job(Launch launch) {
    ExtraVars variables = launch.variables();
    return ledger.launched(
        id(launch.kind(), launch.job()),
        variables.purpose().filter(Playbook.Purpose.DEPROVISION::equals).isPresent()
            ? JobType.DEPROVISION
            : JobType.PROVISION,
        variables.operation().orElseThrow(),
        variables.claim().orElseThrow(),
        variables.text("/cloudkit_operation/configVersion").orElseThrow(),
        variables.resourceUid().orElseThrow());
  }

  private static String id(JobKind kind, long number) {
    return (kind == JobKind.JOB ? "job-" : "workflow-job-") + number;
  }

  /** A person started a job again, which has this row. */
  InMemoryJob relaunched(InMemoryJob old, JobRow row) {
    InMemoryJob job = ledger.relaunched(id(row.kind(), row.id()), old);
    launched.put(row.id(), job);
    return job;
  }

  /** Takes down what a row says by now. */
  void read(JobRow row) {
    Optional.ofNullable(launched.get(row.id())).ifPresent(job -> read(job, row));
  }

  private void read(InMemoryJob job, JobRow row) {
    JobState state = state(row.status());
    if (job.state().isTerminal() && state != job.state()) {
      chronicle.hit(Fault.END_CHANGED_AFTERWARDS);
    }
    ledger.says(job, state);
    boolean denied = job.didSucceed() && state.isTerminal() && state != JobState.SUCCEEDED;
    if (denied && job.type() == JobType.PROVISION && unheard.add(row.id())) {
      // nobody can know it: a lost write, or a workflow that ended before its job (§6.8, §6.9)
      chronicle.mayProvision(job.uid());
    }
  }

  /** Whether a row says for the first time that a playbook is over that runs. */
  boolean beginsToLie(JobRow row) {
    return !row.status().isActive() && isPlaying(row.id()) && lying.add(row.id());
  }

  /** Whether the playbook of that row runs: of a job, not of its workflow. */
  boolean isPlaying(long number) {
    return playing.contains(number);
  }

  /** What was launched as that number, if the database has it. */
  Optional<InMemoryJob> recorded(long number) {
    return Optional.ofNullable(launched.get(number)).filter(job -> !job.isPurged());
  }

  void begins(Playbook playbook) {
    InMemoryJob job =
        Optional.ofNullable(launched.get(number(playbook.launch().id()))).orElseThrow();
    playing.add(number(playbook.job().id()));
    runs.put(playbook.number(), job);
    ledger.begins(job);
  }

  void ends(Playbook playbook, Playbook.Result result) {
    InMemoryJob job = Optional.ofNullable(runs.remove(playbook.number())).orElseThrow();
    if (!job.isPurged()) {
      playing.remove(number(playbook.job().id()));
    }
    if (!runs.containsValue(job)) {
      ledger.ends(job, state(result));
    }
    if (job.isPurged()) {
      ledger.says(job, state(result));
    }
  }

  /** The playbook of a job was killed, and will begin anew. */
  void isToBeginAnew(InMemoryJob job, long number) {
    playing.remove(number);
    runs.values().remove(job);
    ledger.isToBeginAnew(job);
  }

  /** The database has forgotten all, while what runs goes on. */
  void forgetRows() {
    for (InMemoryJob job : ledger.recorded()) {
      ledger.isPurged(job);
      chronicle.forgets(job);
      if (job.type() == JobType.PROVISION) {
        chronicle.mayProvision(job.uid());
      }
    }
    launched.clear();
    playing.clear();
    lying.clear();
    unheard.clear();
  }

  private static Long number(String id) {
    return Long.valueOf(id);
  }

  private static JobState state(AapStatus status) {
    return switch (status) {
      case NEW, PENDING -> JobState.PENDING;
      case WAITING -> JobState.WAITING;
      case RUNNING -> JobState.RUNNING;
      case SUCCESSFUL -> JobState.SUCCEEDED;
      case FAILED, ERROR -> JobState.FAILED;
      case CANCELED -> JobState.CANCELED;
    };
  }

  private static JobState state(Playbook.Result result) {
    return switch (result) {
      case SUCCEEDED -> JobState.SUCCEEDED;
      case FAILED -> JobState.FAILED;
      case KILLED -> JobState.CANCELED;
    };
  }
}
