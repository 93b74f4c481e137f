package io.cloudkit.testkit.aap.notification;

import io.cloudkit.testkit.aap.controller.JobListener;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.controller.NodeRow;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The webhooks of templates, and the messages that they sent. Delays are the timeline's, the posts
 * themselves real. Thread-safe; nothing here blocks.
 */
public final class Notifications implements JobListener {
  private static final int REMEMBERED = 10_000;

  private final Timeline timeline;
  private final Supplier<String> site;
  private final Sender sender;
  private final List<AttachedWebhook> webhooks = new ArrayList<>();
  private final TreeMap<Long, Notification> sent = new TreeMap<>();
  private long lastId;

  /**
   * None yet.
   *
   * @param site where AAP's pages for people begin: scheme, host and port
   * @param version of AWX that is told as the user agent
   */
  public Notifications(Timeline timeline, Supplier<String> site, String version) {
    this.timeline = timeline;
    this.site = site;
    this.sender = new Sender("AWX " + version + " (open)");
  }

  /** Those of a controller that nobody listens to. */
  public static Notifications none() {
    Timeline never =
        new Timeline() {
          @Override
          public Instant now() {
            return Instant.EPOCH;
          }

          @Override
          public void after(Duration delay, Runnable task) {}
        };
    return new Notifications(never, () -> "", "");
  }

  /** From now on it tells of these moments of the template's jobs. */
  public synchronized AttachedWebhook attach(long template, Webhook webhook, Moment... moments) {
    AttachedWebhook attached =
        new AttachedWebhook(webhooks.size() + 1L, template, Set.of(moments), webhook);
    webhooks.add(attached);
    return attached;
  }

  /** Those that tell of a moment of a template's jobs, in the order in which they were attached. */
  public synchronized List<AttachedWebhook> of(long template, Moment moment) {
    return webhooks.stream()
        .filter(each -> each.template() == template && each.moments().contains(moment))
        .toList();
  }

  /** The messages about a job, oldest first; of all of them the newest 10,000 are kept. */
  public synchronized List<Notification> about(long job) {
    return sent.values().stream().filter(each -> each.job() == job).toList();
  }

  @Override
  public void hear(Moment moment, JobRow job, List<NodeRow> nodes) {
    job.template()
        .ifPresent(template -> of(template, moment).forEach(to -> begin(to, moment, job, nodes)));
  }

  private void begin(AttachedWebhook to, Moment moment, JobRow job, List<NodeRow> nodes) {
    Webhook webhook = to.webhook();
    String status = webhook.fate().claim().orElse(job.status()).wire();
    Message message = new Message(job, nodes, status, site.get());
    Notification notification;
    synchronized (this) {
      notification =
          new Notification(
              ++lastId,
              to,
              job.id(),
              moment,
              timeline.now(),
              Notification.State.PENDING,
              "",
              message.subject(),
              message.body(webhook));
      keep(notification);
    }
    for (int time = 0; time < webhook.fate().times(); time++) {
      timeline.after(webhook.fate().delay(), () -> send(notification));
    }
  }

  private void send(Notification notification) {
    var unused =
        sender
            .send(notification.template().webhook(), notification.body().toString())
            .thenAccept(
                error ->
                    keep(
                        notification.ended(
                            error.isEmpty()
                                ? Notification.State.SUCCESSFUL
                                : Notification.State.FAILED,
                            error)));
  }

  private synchronized void keep(Notification notification) {
    sent.put(notification.id(), notification);
    if (sent.size() > REMEMBERED) {
      sent.pollFirstEntry();
    }
  }
}
