package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.testkit.truth.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves one job from pending to its end; the playbook's own life is told to the truth. */
final class Lifecycle {
  private final World world;
  private final PlaybookEffect effect;
  private final Consumer<Job> startWorkflow;

  Lifecycle(World world, PlaybookEffect effect, Consumer<Job> startWorkflow) {
    this.world = world;
    this.effect = effect;
    this.startWorkflow = startWorkflow;
  }

  /** Puts a new row into the table and sets it going. Lock held. */
  void submit(Job job) {
    world.insert(job);
    queue(job);
  }

  private void queue(Job job) {
    int attempt = job.attempt;
    world.later(
        job.script.pending(),
        () ->
            world.atManagers(
                () -> {
                  if (job.attempt == attempt) {
                    promote(job);
                  }
                }));
  }

  /** The task manager's look at a pending job. Lock held. */
  private void promote(Job job) {
    if (job.status != AapStatus.PENDING || job.concluded || !world.isStored(job)) {
      return;
    }
    Optional<Job> blocker = blockerOf(job);
    if (blocker.isPresent()) {
      block(job, blocker.get().submission.kind(), blocker.get().id);
      return;
    }
    job.blocked = false;
    job.explanation = "";
    Optional<Ending> before =
        job.script.ending().filter(e -> e.reach() == Ending.Reach.NOT_STARTED);
    if (before.isPresent()) {
      conclude(job, before.get().status(), before.get().explanation(), () -> {});
    } else if (job.submission.kind() == JobKind.WORKFLOW_JOB) {
      job.status = AapStatus.RUNNING; // §5.2: workflows skip waiting
      job.started = world.now();
      world.announce(Moment.STARTED, job);
      startWorkflow.accept(job);
    } else {
      job.status = AapStatus.WAITING;
      int attempt = job.attempt;
      world.laterUnlocked(job.script.waiting(), () -> begin(job, attempt));
    }
  }

  private Optional<Job> blockerOf(Job job) {
    if (job.allowSimultaneous || job.template == null) {
      return Optional.empty();
    }
    return world.activeJobsOf(job.template).stream()
        .filter(other -> other != job && other.submission.kind() == job.submission.kind())
        .filter(other -> other.submission.parent().isEmpty() || !isSibling(other, job))
        .filter(other -> other.status != AapStatus.PENDING)
        .findFirst();
  }

  private static boolean isSibling(Job one, Job other) {
    return one.submission.parent().equals(other.submission.parent());
  }

  // §3.10: a second job of a non-simultaneous template waits, and after 30 s says for whom
  private void block(Job job, JobKind blockerKind, long blocker) {
    job.blocked = true;
    world.later(
        world.settings.explainBlocked(),
        () -> {
          if (job.blocked && job.status == AapStatus.PENDING) {
            job.explanation = "waiting for " + blockerKind.type() + "-" + blocker + " to finish";
          }
        });
  }

  private void begin(Job job, int attempt) {
    Playbook playbook;
    synchronized (world) {
      if (job.status != AapStatus.WAITING || job.attempt != attempt) {
        return;
      }
      job.status = AapStatus.RUNNING;
      job.started = world.now();
      playbook = world.truth.start(world.runOf(job), job.started);
      job.run = playbook.number();
      world.announce(Moment.STARTED, job);
      if (playbook.purpose() == Playbook.Purpose.PROVISION
          && job.script.machine() == Script.Leftover.MACHINE) {
        world.truth.machineUp(playbook.number(), playbook.run().subject(), job.started);
      }
    }
    Optional<String> complaint = complaintOf(() -> effect.started(playbook));
    if (complaint.isPresent()) {
      end(job, playbook.number(), Ending.fails(complaint.get()));
    } else {
      job.script
          .ending()
          .ifPresent(
              ending ->
                  world.laterUnlocked(
                      job.script.running(), () -> end(job, playbook.number(), ending)));
    }
  }

  /** The playbook stops, and then its last write reaches the row. Called without the lock. */
  void end(Job job, long run, Ending planned) {
    Optional<Playbook> playbook = world.truth.claimEnd(run);
    if (playbook.isEmpty()) {
      return;
    }
    Playbook.Result wanted = resultOf(planned);
    Optional<String> complaint = complaintOf(() -> effect.ended(playbook.get(), wanted));
    Ending ending =
        complaint.isPresent() && wanted == Playbook.Result.SUCCEEDED
            ? Ending.fails(complaint.get())
            : planned;
    synchronized (world) {
      world.truth.stop(run, resultOf(ending), world.now());
      // §5.3: the final write is unconditional; a forced or reaped status is overwritten
      if (world.isStored(job) && job.run == run && !job.finalWriteLost) {
        finalWrite(job, ending);
      }
    }
  }

  private void finalWrite(Job job, Ending ending) {
    Duration delay = Duration.ZERO;
    if (ending.reach() == Ending.Reach.NATURAL) {
      job.artifacts = job.script.artifacts();
      delay = job.script.stats().orElse(Duration.ZERO);
    }
    boolean comesNow = delay.isZero();
    if (comesNow) {
      eventsArrive(job, ending);
    } else {
      job.areEventsLate = true;
      world.later(
          delay,
          () -> {
            eventsArrive(job, ending);
            announceEnd(job);
          });
    }
    write(job, ending.status(), ending.explanation());
    // §8.5: who waits for the statistics of a playbook that ended is told with them, or never
    boolean waits = ending.reach() == Ending.Reach.NATURAL && job.script.stats().isEmpty();
    if (comesNow && !waits) {
      announceEnd(job);
    }
  }

  private void announceEnd(Job job) {
    if (!job.status.isActive()) {
      world.announce(Moment.ofEnd(job.status), job);
    }
  }

  private static void eventsArrive(Job job, Ending ending) {
    job.areEventsLate = false;
    job.failures = ending.failures();
    if (ending.reach() == Ending.Reach.NATURAL && job.script.stats().isPresent()) {
      job.hostStatusCounts = stats(ending);
    }
  }

  private static JsonNode stats(Ending ending) {
    String host = ending.status() == AapStatus.SUCCESSFUL ? "ok" : "failures";
    return Json.MAPPER.createObjectNode().put(host, 1);
  }

  /** Writes a status, whatever the playbook does. Lock held. */
  void write(Job job, AapStatus status, String explanation) {
    job.status = status;
    if (!explanation.isEmpty()) {
      job.explanation = explanation;
    }
    if (status.isActive()) {
      return;
    }
    job.blocked = false;
    if (job.finished == null) { // §5.3: never reset
      job.finished = world.now();
    }
    job.whenEnded.run();
    if (!job.allowSimultaneous && job.template != null) {
      unblock(job.template);
    }
  }

  /** The reaper closes the row; the playbook goes on (§12.1). Lock held. */
  void reap(Job job) {
    write(
        job,
        AapStatus.FAILED,
        "Task was marked as running but was not present in the job queue, so it has been marked as"
            + " failed.");
    world.announce(Moment.ERROR, job);
  }

  /** A manager's last word, dated now, and seen when its transaction commits. Lock held. */
  void conclude(Job job, AapStatus status, String explanation, Runnable committed) {
    Duration commit = world.settings.managers().commit();
    if (commit.isZero()) {
      write(job, status, explanation);
      committed.run();
      return;
    }
    Instant written = world.now();
    int attempt = job.attempt;
    job.concluded = true;
    world.later(
        commit,
        () -> {
          // who was sent back since has begun anew
          if (job.status.isActive() && job.attempt == attempt) {
            job.finished = written;
            write(job, status, explanation);
            committed.run();
          }
        });
  }

  private void unblock(long template) {
    for (Job waiting : world.activeJobsOf(template)) {
      if (waiting.blocked) {
        world.atManagers(() -> promote(waiting));
      }
    }
  }

  /** §5.3: the quota was exceeded or the node was lost; the same id starts again. Lock held. */
  void sendBack(Job job) {
    Instant now = world.now();
    if (job.run != 0 && world.truth.claimEnd(job.run).isPresent()) {
      world.truth.stop(job.run, Playbook.Result.KILLED, now);
    }
    job.attempt++;
    job.concluded = false;
    job.run = 0;
    job.started = null;
    job.status = AapStatus.PENDING;
    queue(job);
  }

  private static Playbook.Result resultOf(Ending ending) {
    return switch (ending.status()) {
      case SUCCESSFUL -> Playbook.Result.SUCCEEDED;
      case CANCELED -> Playbook.Result.KILLED;
      default -> Playbook.Result.FAILED;
    };
  }

  private static Optional<String> complaintOf(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("The playbook failed: " + e.getMessage());
    }
  }
}
