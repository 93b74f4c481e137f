package io.cloudkit.testkit.eda.playbook;

import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Run;
import io.cloudkit.testkit.truth.Subject;
import io.cloudkit.testkit.truth.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One job from its launch to its end. Its tasks run on the timeline's threads, one at a time. */
final class Job implements Play.Told {
  private final BackendJob id;
  private final Playbooks.Rule rule;
  private final Event event;
  private final PlaybookScript script;
  private final Timeline timeline;
  private final Truth truth;
  private final Runnable whenEnded;
  private final Instant launched;
  private List<Task> tasks = List.of();
  private int next;
  private long run;
  private EdaJob.State state = EdaJob.State.LAUNCHING;
  private String message = "";
  private Optional<String> seenUid = Optional.empty();
  private volatile Optional<Instant> ended = Optional.empty();

  Job(
      BackendJob id,
      Playbooks.Rule rule,
      Event event,
      PlaybookScript script,
      Timeline timeline,
      Truth truth,
      Runnable whenEnded) {
    this.id = id;
    this.rule = rule;
    this.event = event;
    this.script = script;
    this.timeline = timeline;
    this.truth = truth;
    this.whenEnded = whenEnded;
    this.launched = timeline.now();
  }

  /** Sets it going; called once. */
  void launch(Cluster cluster, Optional<Tenants> tenants) {
    Play play = new Play(cluster, tenants, event, script, this);
    synchronized (this) {
      tasks = rule.purpose() == Playbook.Purpose.PROVISION ? play.create() : play.delete();
    }
    timeline.after(script.launch(), this::begin);
  }

  private void begin() {
    synchronized (this) {
      if (hasEnded()) {
        return;
      }
      state = EdaJob.State.RUNNING;
      run = truth.start(runOfThis(), timeline.now()).number();
    }
    schedule();
  }

  private Run runOfThis() {
    Subject subject =
        new Subject(
            event.text("/metadata/uid").orElse(""),
            event.text("/metadata/namespace").orElse(""),
            event.text("/metadata/name").orElse(""));
    return new Run(
        id,
        id,
        rule.endpoint(),
        rule.purpose(),
        subject,
        event.operation(),
        event.claim(),
        event.cause());
  }

  /** The next task in its time. */
  private void schedule() {
    Optional<Duration> delay;
    synchronized (this) {
      delay = tasks.get(next).delay();
      if (delay.isEmpty() && !hasEnded()) {
        state = EdaJob.State.WAITING_TO_BE_TOLD;
      }
    }
    delay.ifPresent(time -> timeline.after(time, this::perform));
  }

  private void perform() {
    boolean isOver;
    synchronized (this) {
      if (hasEnded()) {
        return;
      }
      state = EdaJob.State.RUNNING;
      try {
        tasks.get(next++).work().run();
        if (next == tasks.size()) {
          end(EdaJob.State.SUCCEEDED, Playbook.Result.SUCCEEDED);
        }
      } catch (PlaybookFailure failure) {
        message = failure.why();
        end(EdaJob.State.FAILED, Playbook.Result.FAILED);
      } catch (RuntimeException unexpected) {
        // else it would run for ever, and keep its place in the rulebook
        message = "a task failed unexpectedly: " + unexpected;
        end(EdaJob.State.FAILED, Playbook.Result.FAILED);
      }
      isOver = hasEnded();
    }
    if (isOver) {
      whenEnded.run();
    } else {
      schedule();
    }
  }

  /** Lets a job go on that waits to be told. */
  void goOn() {
    requireWaiting();
    timeline.after(Duration.ZERO, this::perform);
  }

  /** Fails a job that waits to be told. */
  void fail(String why) {
    synchronized (this) {
      requireWaiting();
      message = why;
      end(EdaJob.State.FAILED, Playbook.Result.FAILED);
    }
    whenEnded.run();
  }

  private synchronized void requireWaiting() {
    if (state != EdaJob.State.WAITING_TO_BE_TOLD) {
      throw new IllegalStateException(
          "expected job "
              + id
              + " to wait to be told, found it "
              + state
              + ": await that state, of a script with untilTold()");
    }
    state = EdaJob.State.RUNNING;
  }

  /** Cuts it off between two tasks; nothing is tidied up, nobody is told. */
  synchronized void kill() {
    if (!hasEnded()) {
      end(EdaJob.State.KILLED, Playbook.Result.KILLED);
    }
  }

  private void end(EdaJob.State how, Playbook.Result result) {
    state = how;
    ended = Optional.of(timeline.now());
    if (run != 0 && truth.claimEnd(run).isPresent()) {
      truth.stopAsTold(run, result, timeline.now());
    }
  }

  /** Never waits for a call of the API, as the other methods do. */
  boolean hasEnded() {
    return ended.isPresent();
  }

  BackendJob id() {
    return id;
  }

  synchronized EdaJob row() {
    return new EdaJob(id, event, rule.purpose(), state, message, seenUid, launched, ended);
  }

  // called within perform, which holds the lock
  @Override
  public void seen(String uid) {
    seenUid = Optional.of(uid);
  }

  @Override
  public void machineUp(Subject owner) {
    truth.machineUp(run, owner, timeline.now());
  }

  @Override
  public void machineDown(Subject owner) {
    truth.machineDown(run, owner);
  }
}
