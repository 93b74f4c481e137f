package io.cloudkit.controller.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.ControllerSettings;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.PlaybookEffect;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryJobs;
import io.cloudkit.testkit.provider.InMemoryLedger;
import io.cloudkit.testkit.provider.InMemoryMachines;
import io.cloudkit.testkit.truth.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** The faked controller of AAP, without its sockets and in virtual time. */
final class AapJobs implements InMemoryJobs {
  static final String TOKEN = "sim-token";
  static final String PROVISION_TEMPLATE = "create-machine";
  static final String DEPROVISION_TEMPLATE = "delete-machine";

  private static final User SERVICE = new User(5, "svc", User.Role.ORDINARY);
  private static final User PERSON = new User(9, "kim", User.Role.SUPERUSER);

  private final ControllerSettings settings = ControllerSettings.seeded(new Random(1));
  private final VirtualTimeline timeline;
  private final Controller controller;
  private final AapApi api;
  private final InMemoryLedger ledger;
  private final AapAccount account;
  private final AapScripts scripts;
  private final Chronicle chronicle;
  private final Template others;
  private Instant begun = Instant.MIN;
  private long backup;
  private int restored;

  AapJobs(VirtualTime time, AapScripts scripts, Chronicle chronicle, InMemoryMachines machines) {
    this.timeline = new VirtualTimeline(time);
    this.scripts = scripts;
    this.chronicle = chronicle;
    this.ledger = new InMemoryLedger(time::nanos, machines);
    this.account = new AapAccount(ledger, chronicle);
    this.controller = new Controller(timeline, settings, new Playbooks());
    this.api = new AapApi(controller);
    api.accept(TOKEN, SERVICE);
    add(PROVISION_TEMPLATE);
    add(DEPROVISION_TEMPLATE);
    others = controller.add(TemplateSpec.job("patch-hosts"));
    begin();
  }

  /** The database has a job of somebody else, is backed up, and gets another before any of ours. */
  private void begin() {
    begun = controller.now();
    backup = jobOfAnother();
    long unused = jobOfAnother();
  }

  /** One that never ran. */
  private long jobOfAnother() {
    long job =
        controller
            .launch(
                new LaunchOrder(
                    others.id(),
                    JsonNodeFactory.instance.objectNode(),
                    JsonNodeFactory.instance.objectNode(),
                    PERSON,
                    Optional.empty()))
            .id();
    Controller.CancelOutcome unused = controller.cancel(job);
    return job;
  }

  /** What runs one playbook: a job, or a workflow of one job. */
  private void add(String name) {
    if (scripts.areWorkflows()) {
      Template child = controller.add(TemplateSpec.job(name + "-play").script(v -> scripts.next()));
      controller.add(TemplateSpec.workflow(name).node(child).script(v -> scripts.next()));
    } else {
      controller.add(TemplateSpec.job(name).script(v -> scripts.next()));
    }
  }

  /** The controller answers a request. */
  HttpAnswer answer(ApiRequest request) {
    HttpAnswer answer = api.handle(request);
    read();
    return answer;
  }

  /** The controller commits a launch that late, with the id that it took on arrival (§3.9). */
  void answerLate(ApiRequest launch, Duration late) {
    ApiRequest kept = launch.withReservedId(controller.reserveJobId());
    int database = restored;
    timeline.after(
        late,
        () -> {
          // a restore ends all transactions
          if (database == restored) {
            HttpAnswer unused = answer(kept);
          }
        });
  }

  /** Whether it is a job that runs; a workflow goes on where it was. */
  boolean canStartAgain(InMemoryJob job) {
    return account.isPlaying(number(job)) && !job.state().isTerminal();
  }

  /** A job that runs starts again under its id, as when its node is lost (§5.3). */
  void startAgain(InMemoryJob job) {
    controller.sendBackToPending(number(job));
    account.isToBeginAnew(job, number(job));
    read();
  }

  /**
   * The database is restored from a backup without these jobs: what runs goes on without a record,
   * what waits is forgotten, and numbers begin again (§12.5). The backup may be another database's,
   * or its own, which has the same identity; both are older than whatever was launched here.
   */
  void restore() {
    for (JobRow row : controller.jobs()) {
      if (row.status().isActive() && !account.isPlaying(row.id())) {
        controller.overwrite(row.id(), AapStatus.CANCELED, "forgotten");
      }
    }
    read();
    account.forgetRows();
    restored++;
    // what began at this very moment is no older than its backup
    if (controller.now().isAfter(begun) && scripts.isItsOwnBackup()) {
      controller.restoreBackup(backup);
      begun = controller.now();
      long unused = jobOfAnother();
    } else {
      controller.switchInstall("restored-" + restored, settings.firstId());
      begin();
    }
    chronicle.givesAll(Need.UNSEEN);
    chronicle.givesAll(Need.UNRESOLVED);
  }

  /** What was launched as that number, if the database has it. */
  Optional<InMemoryJob> recorded(long number) {
    return account.recorded(number);
  }

  static long number(InMemoryJob job) {
    return Long.parseLong(job.id().substring(job.id().lastIndexOf('-') + 1));
  }

  private void read() {
    account.readLaunches(controller.launches());
    for (JobRow row : controller.jobs()) {
      account.read(row);
      if (account.beginsToLie(row)) {
        timeline.after(scripts.goesOnFor(), () -> finish(row));
      }
    }
  }

  private void finish(JobRow row) {
    if (account.isPlaying(row.id())) {
      controller.finish(row.id(), scripts.endAtLast(row));
    }
  }

  @Override
  public void advance() {
    timeline.advance();
    read();
  }

  @Override
  public OptionalLong nextDue() {
    return timeline.nextDue();
  }

  @Override
  public long changes() {
    return ledger.changes();
  }

  @Override
  public List<InMemoryJob> all() {
    return ledger.all();
  }

  @Override
  public List<InMemoryJob> visible() {
    return ledger.recorded();
  }

  @Override
  public Optional<InMemoryJob> find(String id) {
    return ledger.find(id);
  }

  @Override
  public void cancel(InMemoryJob job, Optional<Duration> byItsScript) {
    Controller.CancelOutcome unused = controller.cancel(number(job));
    read();
  }

  @Override
  public void purge(InMemoryJob job) {
    if (controller.jobs().stream().noneMatch(row -> row.id() > number(job))) {
      // with its newest job gone it looks as if it had been put back
      chronicle.givesAll(Need.UNRESOLVED);
    }
    controller.purge(number(job));
    ledger.isPurged(job);
  }

  @Override
  public InMemoryJob relaunchByPerson(InMemoryJob old) {
    InMemoryJob job = account.relaunched(old, controller.relaunch(number(old), PERSON));
    read();
    return job;
  }

  /** Tells what playbooks do, when they do it. */
  private final class Playbooks implements PlaybookEffect {
    @Override
    public void started(Playbook playbook) {
      account.begins(playbook);
      long row = Long.parseLong(playbook.job().id());
      timeline.after(scripts.reaperComesAfter(), () -> reap(row));
    }

    /** Somebody else writes an end, which is none (§12.1). */
    private void reap(long row) {
      boolean isActive = controller.job(row).filter(each -> each.status().isActive()).isPresent();
      if (isActive && account.isPlaying(row) && scripts.reaps()) {
        controller.reap(row);
      }
    }

    @Override
    public void ended(Playbook playbook, Playbook.Result result) {
      account.ends(playbook, result);
    }
  }
}
