package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.Truth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The faked controller without its HTTP: orders in, immutable copies out, time from outside.
 * Thread-safe; nothing here blocks, and effects of playbooks run on the timeline's threads.
 *
 * <p>Methods that take the id of a job throw {@link NoSuchElementException} if there is no such
 * row, unless they say otherwise.
 */
public final class Controller {
  private final World world;
  private final Lifecycle lifecycle;
  private final Cancellation cancellation;
  private final Orders orders;

  /** A controller named aap, with a truth of its own. */
  public Controller(Timeline timeline, ControllerSettings settings, PlaybookEffect effect) {
    this(timeline, settings, effect, new Truth(), "aap");
  }

  /**
   * A controller that tells what it runs to a given truth.
   *
   * @param backend its name there; of several that share a truth each needs another
   */
  public Controller(
      Timeline timeline,
      ControllerSettings settings,
      PlaybookEffect effect,
      Truth truth,
      String backend) {
    this.world = new World(timeline, settings, truth, backend);
    Knot knot = new Knot();
    this.lifecycle = new Lifecycle(world, effect, knot.passes);
    Workflows workflows = new Workflows(world, lifecycle, knot.cancels);
    this.cancellation = new Cancellation(world, lifecycle, workflows::cancelRequested);
    knot.workflows = workflows;
    knot.cancellation = cancellation;
    this.orders = new Orders(world, lifecycle, workflows);
  }

  /** Ties the three collaborators that call one another. */
  private static final class Knot {
    @Nullable Workflows workflows;
    @Nullable Cancellation cancellation;

    final Consumer<Job> passes =
        job -> {
          if (workflows != null) {
            workflows.pass(job);
          }
        };
    final Consumer<Job> cancels =
        job -> {
          if (cancellation != null) {
            cancellation.cancel(job);
          }
        };
  }

  /** What became of a cancel. */
  public enum CancelOutcome {
    REQUESTED,
    ALREADY_ENDED
  }

  /** Adds a template; names may repeat, as the database lets them (§2.2). */
  public Template add(TemplateSpec spec) {
    synchronized (world) {
      return world.add(spec);
    }
  }

  public Optional<Template> template(long id) {
    synchronized (world) {
      return Optional.ofNullable(world.templates.get(id));
    }
  }

  /** The organization of this name, which is made if there is none. */
  public Organization organization(String name) {
    synchronized (world) {
      return world.organization(name);
    }
  }

  /** All templates by ascending id, the hidden ones too. */
  public List<Template> templates() {
    synchronized (world) {
      return List.copyOf(world.templates.values());
    }
  }

  /** Its jobs stay, without a template, and ordinary users no longer see them (§4.10). */
  public void deleteTemplate(long id) {
    synchronized (world) {
      world.templates.remove(id);
      for (Job job : world.jobs.values()) {
        if (job.template != null && job.template == id) {
          job.template = null;
        }
      }
    }
  }

  /** Puts another survey in place of a template's; none takes it away. */
  public void changeSurvey(long template, List<Question> questions) {
    synchronized (world) {
      world.templates.computeIfPresent(template, (id, old) -> old.withSurvey(questions));
    }
  }

  /** Takes every right on the template from ordinary users: absent in lists, 403 by id (§2.3). */
  public void hide(long template) {
    synchronized (world) {
      world.hiddenTemplates.add(template);
    }
  }

  /** Takes the execute role: a launch is answered 403 (§3.8). */
  public void forbidLaunch(long template) {
    synchronized (world) {
      world.forbiddenTemplates.add(template);
    }
  }

  /** Undoes {@link #hide} and {@link #forbidLaunch}. */
  public void permit(long template) {
    synchronized (world) {
      world.hiddenTemplates.remove(template);
      world.forbiddenTemplates.remove(template);
    }
  }

  /** The project's last update failed: a launch is answered 400 until it is mended (§3.7). */
  public void failProjectUpdate(long template) {
    synchronized (world) {
      world.staleTemplates.add(template);
    }
  }

  /** Undoes {@link #failProjectUpdate}. */
  public void mendProject(long template) {
    synchronized (world) {
      world.staleTemplates.remove(template);
    }
  }

  public boolean lacksRevision(long template) {
    synchronized (world) {
      return world.staleTemplates.contains(template);
    }
  }

  /** From now on launches are answered 403 with this text; an empty one ends it (§1.8). */
  public void license(String trouble) {
    synchronized (world) {
      world.licenseTrouble = Optional.of(trouble).filter(text -> !text.isEmpty());
    }
  }

  public Optional<String> licenseTrouble() {
    synchronized (world) {
      return world.licenseTrouble;
    }
  }

  public boolean isHidden(long template) {
    synchronized (world) {
      return world.hiddenTemplates.contains(template);
    }
  }

  public boolean isLaunchForbidden(long template) {
    synchronized (world) {
      return world.forbiddenTemplates.contains(template);
    }
  }

  /** The next launches of this template run so, one each, before its own script rules again. */
  public void scriptNext(long template, Script... scripts) {
    synchronized (world) {
      world.scripted.computeIfAbsent(template, t -> new ArrayDeque<>()).addAll(List.of(scripts));
    }
  }

  /** From now on it hears what AAP would notify others of, in place of who did before. */
  public void listen(JobListener listener) {
    synchronized (world) {
      world.listener = listener;
    }
  }

  /** Takes an id from the sequence, as a transaction does before it commits. */
  public long reserveJobId() {
    synchronized (world) {
      return world.takeJobId();
    }
  }

  /** Makes a job, pending; throws {@link NoSuchElementException} if the template is gone. */
  public JobRow launch(LaunchOrder order) {
    synchronized (world) {
      return orders.launch(order);
    }
  }

  /** Makes one workflow job without a template, with a node for each launch (§3.11). */
  public JobRow launchBulk(String name, List<BulkNode> nodes, ObjectNode variables, User by) {
    synchronized (world) {
      return orders.launchBulk(name, nodes, variables, by);
    }
  }

  /** What a person does: a new job with the same variables, launch_type relaunch (§11.1). */
  public JobRow relaunch(long job, User by) {
    synchronized (world) {
      return orders.relaunch(find(job), by);
    }
  }

  public Optional<JobRow> job(long id) {
    synchronized (world) {
      return Optional.ofNullable(world.jobs.get(id)).map(Job::row);
    }
  }

  /** Every row by ascending id. */
  public List<JobRow> jobs() {
    synchronized (world) {
      return world.jobs.values().stream().map(Job::row).toList();
    }
  }

  /** The nodes of a workflow job by ascending id; empty for a job. */
  public List<NodeRow> nodes(long workflowJob) {
    synchronized (world) {
      return world.nodes(find(workflowJob));
    }
  }

  /** Asks to cancel; what follows is up to the job's {@link CancelMode}. */
  public CancelOutcome cancel(long job) {
    synchronized (world) {
      Job found = find(job);
      if (!found.status.isActive()) {
        return CancelOutcome.ALREADY_ENDED;
      }
      cancellation.cancel(found);
      return CancelOutcome.REQUESTED;
    }
  }

  /** Changes what the next cancel of this job will do. */
  public void onCancel(long job, CancelMode mode, Duration effectAfter) {
    synchronized (world) {
      Job found = find(job);
      found.cancelMode = mode;
      found.cancelAfter = effectAfter;
    }
  }

  /**
   * Ends the playbook of a job now, also one whose row already has a final status. Does nothing if
   * no playbook of it runs.
   */
  public void finish(long job, Ending ending) {
    Job found;
    long run;
    synchronized (world) {
      found = find(job);
      run = found.run;
    }
    lifecycle.end(found, run, ending);
  }

  /** The reaper closes the row as failed; the playbook goes on (§12.1). */
  public void reap(long job) {
    synchronized (world) {
      lifecycle.reap(find(job));
    }
  }

  /** Writes a status without touching the playbook; an empty explanation keeps the old one. */
  public void overwrite(long job, AapStatus status, String explanation) {
    synchronized (world) {
      lifecycle.write(find(job), status, explanation);
    }
  }

  /**
   * Writes another time into {@code finished} of a job that has ended: that of a node whose clock
   * is off, or that of an end whose transaction committed so much later.
   */
  public void dateEnd(long job, Instant finished) {
    synchronized (world) {
      Job ended = find(job);
      if (ended.finished == null) {
        throw new IllegalStateException(
            "expected a job that has ended, found job " + job + " " + ended.status.wire());
      }
      ended.finished = finished.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /** A waiting or running job goes back to pending and starts again under its id (§5.3). */
  public void sendBackToPending(long job) {
    synchronized (world) {
      lifecycle.sendBack(find(job));
    }
  }

  /** Deletes the row; a playbook that runs goes on and its last write is lost. */
  public void purge(long job) {
    synchronized (world) {
      world.jobs.remove(find(job).id);
    }
  }

  /**
   * What the system job {@code cleanup_jobs} does: deletes the rows that were created longer ago
   * than this, whatever their end, but those that are pending, waiting or running; a workflow and
   * its jobs each by their own age (§7.1).
   *
   * @return how many
   */
  public int cleanUp(Duration age) {
    synchronized (world) {
      return world.cleanUp(age);
    }
  }

  /** From now on each job is cleaned up at this age, or with the next one that reaches it. */
  public void keepJobsFor(Duration age) {
    synchronized (world) {
      world.keptFor = Optional.of(age);
    }
  }

  public String installUuid() {
    synchronized (world) {
      return world.installUuid;
    }
  }

  /** Another database: no rows, ids from {@code firstJob} on; running playbooks go on (§12.5). */
  public void switchInstall(String installUuid, long firstJob) {
    synchronized (world) {
      world.installUuid = installUuid;
      world.jobs.clear();
      world.nextJob = firstJob;
    }
  }

  /**
   * The same database, put back from a backup of its own: it has no job above that id any more, and
   * gives the ids after it again; running playbooks go on (§12.5). The jobs up to it stay as they
   * are.
   *
   * @param newestJob the highest id that the backup has; 0 or more
   */
  public void restoreBackup(long newestJob) {
    synchronized (world) {
      world.jobs.tailMap(newestJob, false).clear();
      world.nextJob = newestJob + 1;
    }
  }

  /** The time of the server. */
  public Instant now() {
    return world.now();
  }

  /** What really happened. */
  public Truth truth() {
    return world.truth;
  }

  /** Its name in the {@link #truth}. */
  public String backend() {
    return world.backend;
  }

  /** The newest 20,000 jobs that came into being, oldest first. */
  public List<Launch> launches() {
    synchronized (world) {
      return List.copyOf(world.launches);
    }
  }

  private Job find(long id) {
    Job job = world.jobs.get(id);
    if (job == null) {
      throw new NoSuchElementException(
          "expected a job with id " + id + ", found no such row: it was purged or never launched");
    }
    return job;
  }
}
