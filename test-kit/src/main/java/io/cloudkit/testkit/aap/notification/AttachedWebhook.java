package io.cloudkit.testkit.aap.notification;

import io.cloudkit.testkit.aap.controller.Moment;
import java.util.Set;

/**
 * A webhook as the controller holds it.
 *
 * @param id of the notification template
 * @param template whose jobs it tells of
 * @param moments of which it tells
 */
public record AttachedWebhook(long id, long template, Set<Moment> moments, Webhook webhook) {
  public AttachedWebhook {
    moments = Set.copyOf(moments);
  }
}
