package io.cloudkit.testkit.aap.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Moment;
import java.time.Instant;

/**
 * One message about a job, and what became of it: an immutable copy.
 *
 * @param id one sequence over all of them
 * @param template of which it is one
 * @param job that it is about
 * @param error why it failed, empty if it did not
 */
public record Notification(
    long id,
    AttachedWebhook template,
    long job,
    Moment moment,
    Instant created,
    State state,
    String error,
    String subject,
    ObjectNode body) {

  /** As AAP shows it; no failure is sent again (§8.2). */
  public enum State {
    PENDING,
    SUCCESSFUL,
    FAILED
  }

  Notification ended(State how, String why) {
    return new Notification(id, template, job, moment, created, how, why, subject, body);
  }
}
