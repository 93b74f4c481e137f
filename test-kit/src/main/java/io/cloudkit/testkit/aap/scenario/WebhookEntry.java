package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.notification.Notifications;
import io.cloudkit.testkit.aap.notification.Webhook;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom a template tells of its jobs. */
record WebhookEntry(Webhook webhook, List<Moment> moments) {
  private static final Map<String, Moment> MOMENTS =
      Map.of("started", Moment.STARTED, "success", Moment.SUCCESS, "error", Moment.ERROR);

  static List<WebhookEntry> all(Entry list) {
    return list.list().stream().map(WebhookEntry::of).toList();
  }

  private static WebhookEntry of(Entry entry) {
    Fields fields = entry.object("url", "on", "user", "password", "message");
    Webhook webhook = Webhook.to(url(fields.want("url")));
    Optional<Entry> user = fields.get("user");
    if (user.isPresent()) {
      webhook = webhook.as(user.get().text(), fields.want("password").secret());
    }
    Optional<Entry> message = fields.get("message");
    if (message.isPresent()) {
      webhook = saying(webhook, message.get());
    }
    List<Moment> moments =
        fields.want("on").list().stream().map(word -> word.word(MOMENTS)).toList();
    return new WebhookEntry(webhook, moments);
  }

  private static Webhook saying(Webhook webhook, Entry message) {
    try {
      return webhook.saying(message.text());
    } catch (IllegalArgumentException unknown) {
      throw message.refuse("of Jinja only {{ job.id }}, name, status and type");
    }
  }

  private static String url(Entry url) {
    try {
      URI uri = URI.create(url.text());
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return url.text();
      }
    } catch (IllegalArgumentException malformed) {
      // told below
    }
    throw url.refuse("an http(s) address");
  }

  void addTo(Notifications notifications, long template) {
    notifications.attach(template, webhook, moments.toArray(Moment[]::new));
  }
}
