package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.notification.AttachedWebhook;
import io.cloudkit.testkit.aap.notification.Notification;
import io.cloudkit.testkit.aap.notification.Notifications;
import io.cloudkit.testkit.aap.notification.Webhook;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Locale;
import java.util.Optional;

/** Notification templates and what they sent (§8). */
final class NotificationRoutes {
  private static final Fields<AttachedWebhook> TEMPLATES =
      new Fields.Builder<AttachedWebhook>()
          .number("id", each -> Optional.of(each.id()))
          .text("name", each -> each.webhook().name())
          .text("notification_type", each -> "webhook")
          .build("NotificationTemplate");
  private static final Fields<Notification> SENT =
      new Fields.Builder<Notification>()
          .number("id", each -> Optional.of(each.id()))
          .text("status", NotificationRoutes::state)
          .text("notification_type", each -> "webhook")
          .relation("notification_template", each -> Optional.of(each.template().id()))
          .time("created", each -> Optional.of(each.created()))
          .build("Notification");

  private final Notifications notifications;

  NotificationRoutes(Notifications notifications) {
    this.notifications = notifications;
  }

  HttpAnswer ofTemplate(Call call, Template template, Moment moment) {
    call.allow("GET");
    return Pages.answer(
        call, TEMPLATES, notifications.of(template.id(), moment), each -> document(call, each));
  }

  HttpAnswer ofJob(Call call, JobRow job) {
    call.allow("GET");
    return Pages.answer(call, SENT, notifications.about(job.id()), each -> document(call, each));
  }

  private static String state(Notification notification) {
    return notification.state().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode document(Call call, AttachedWebhook attached) {
    Webhook webhook = attached.webhook();
    ObjectNode doc = Documents.object();
    doc.put("id", attached.id()).put("type", "notification_template");
    doc.put("url", call.base() + "/notification_templates/" + attached.id() + "/");
    doc.put("name", webhook.name()).put("description", "").put("notification_type", "webhook");
    ObjectNode how = doc.putObject("notification_configuration");
    how.put("url", webhook.url().toString()).put("http_method", webhook.method().name());
    webhook.headers().forEach(how.putObject("headers")::put);
    how.put("username", webhook.login().map(Webhook.Login::user).orElse(""));
    how.put("password", webhook.login().map(login -> "$encrypted$").orElse(""));
    how.put("disable_ssl_verification", false);
    return doc;
  }

  private static ObjectNode document(Call call, Notification sent) {
    ObjectNode doc = Documents.object();
    doc.put("id", sent.id()).put("type", "notification");
    doc.put("url", call.base() + "/notifications/" + sent.id() + "/");
    doc.put("created", Times.wire(sent.created())).put("modified", Times.wire(sent.created()));
    doc.put("notification_template", sent.template().id());
    doc.put("error", sent.error()).put("status", state(sent));
    boolean arrived = sent.state() == Notification.State.SUCCESSFUL;
    doc.put("notifications_sent", arrived ? 1 : 0).put("notification_type", "webhook");
    doc.put("recipients", sent.template().webhook().url().toString());
    doc.put("subject", sent.subject()).set("body", sent.body());
    return doc;
  }
}
