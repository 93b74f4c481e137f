package io.cloudkit.testkit.jobs;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the Job controller, the kubelet and the garbage collector for the Jobs with a label: each
 * has one pod, which begins at once, takes its time and ends; {@code activeDeadlineSeconds} and
 * deletion kill it, {@code suspend} keeps it from beginning. What a Job's containers are, or say,
 * has no part in it. A runner that is started anew begins the Jobs that have not ended once more.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final String FOREGROUND = "foregroundDeletion";
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Function<Job, PodRun> script;
  private final PodWatcher pods;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, JobRunner::daemon);
  private final Map<String, Pod> running = new HashMap<>();

  /** Those that are still stored: what the watch tells of them may be older than their end. */
  private final Set<String> ended = new HashSet<>();

  private final SharedIndexInformer<Job> informer;

  private JobRunner(
      KubernetesClient client,
      String namespace,
      String label,
      Function<Job, PodRun> script,
      PodWatcher pods) {
    this.client = client;
    this.script = script;
    this.pods = pods;
    thread.setRemoveOnCancelPolicy(true);
    this.informer =
        client.batch().v1().jobs().inNamespace(namespace).withLabel(label).inform(new Events());
  }

  /**
   * Begins to play.
   *
   * @param client stays the caller's to close, after this
   * @param label the key of a label that the Jobs to play have, with any value
   * @param script what the pod of a Job is to do; asked once, when it begins
   */
  public static JobRunner start(
      KubernetesClient client,
      String namespace,
      String label,
      Function<Job, PodRun> script,
      PodWatcher pods) {
    return new JobRunner(client, namespace, label, script, pods);
  }

  /** Begins nothing more; pods that run are forgotten, and their Jobs left as they are. */
  @Override
  public void close() {
    informer.close();
    thread.shutdownNow();
  }

  private final class Events implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {
      soon(() -> look(job));
    }

    @Override
    public void onUpdate(Job old, Job job) {
      soon(() -> look(job));
    }

    @Override
    public void onDelete(Job job, boolean isUnknown) {
      soon(
          () -> {
            end(job, PodRun.Ending.DELETED);
            ended.remove(uid(job));
          });
    }
  }

  private void look(Job job) {
    if (job.isMarkedForDeletion()) {
      end(job, PodRun.Ending.DELETED);
      if (job.getFinalizers().contains(FOREGROUND)) {
        write(job, "", "{\"metadata\": {\"finalizers\": null}}");
      }
    } else if (running.containsKey(uid(job))) {
      limit(job);
    } else if (mayBegin(job)) {
      begin(job);
    }
  }

  private boolean mayBegin(Job job) {
    return !ended.contains(uid(job))
        && !JobStatuses.isEnded(job)
        && !Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  private void begin(Job job) {
    PodRun run = script.apply(job);
    pods.started(job);
    running.put(
        uid(job), new Pod(System.nanoTime(), later(run.takes(), () -> end(job, run.ending()))));
    write(job, "status", JobStatuses.begun(clock.instant()));
    limit(job);
  }

  /** A deadline may be set, or moved, while the pod runs. */
  private void limit(Job job) {
    Long seconds = job.getSpec().getActiveDeadlineSeconds();
    Pod pod = running.get(uid(job));
    if (seconds == null || pod == null || pod.deadline == seconds) {
      return;
    }
    pod.deadline = seconds;
    pod.kill.forEach(earlier -> earlier.cancel(false));
    long left = TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - pod.begun);
    pod.kill =
        List.of(
            later(
                Duration.ofNanos(Math.max(0, left)),
                () -> end(job, PodRun.Ending.DEADLINE_EXCEEDED)));
  }

  private void end(Job job, PodRun.Ending ending) {
    Pod pod = running.remove(uid(job));
    if (pod == null) {
      return;
    }
    pod.end.cancel(false);
    pod.kill.forEach(each -> each.cancel(false));
    ended.add(uid(job));
    pods.ended(job, ending);
    if (ending != PodRun.Ending.DELETED) {
      write(job, "status", JobStatuses.ended(ending, clock.instant()));
    }
  }

  /** Again and again while the API is away: a Job must not stay behind its pod. */
  private void write(Job job, String subresource, String patch) {
    try {
      var named = client.batch().v1().jobs().resource(job);
      PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
      Job unused =
          subresource.isEmpty()
              ? named.patch(merge, patch)
              : named.subresource(subresource).patch(merge, patch);
    } catch (KubernetesClientException failed) {
      boolean refused = failed.getCode() >= 400 && failed.getCode() < 500;
      if (refused && failed.getCode() != 429) {
        LOG.warn("Job {}: {}", job.getMetadata().getName(), failed.getMessage());
        return;
      }
      ScheduledFuture<?> unused = later(AGAIN, () -> write(job, subresource, patch));
    }
  }

  private void soon(Runnable work) {
    thread.execute(() -> loudly(work));
  }

  private ScheduledFuture<?> later(Duration delay, Runnable work) {
    return thread.schedule(() -> loudly(work), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void loudly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException defect) {
      LOG.error("a Job can not be played on", defect);
    }
  }

  private static String uid(Job job) {
    return job.getMetadata().getUid();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "job-runner");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Pod {
    private final long begun;
    private final ScheduledFuture<?> end;
    private long deadline;
    private List<ScheduledFuture<?>> kill = List.of();

    Pod(long begun, ScheduledFuture<?> end) {
      this.begun = begun;
      this.end = end;
    }
  }
}
