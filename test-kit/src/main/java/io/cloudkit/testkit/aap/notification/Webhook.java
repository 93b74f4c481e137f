package io.cloudkit.testkit.aap.notification;

import io.cloudkit.testkit.aap.controller.AapStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A notification template of the type webhook: an immutable value, changed by methods that return a
 * copy. It posts what AAP says of a job, without credentials, once.
 *
 * @param headers sent besides those of AAP
 * @param login user and password of Basic; empty for none
 * @param message what is sent instead of the usual body, see {@link #saying}
 * @param fate what becomes of its messages
 */
public record Webhook(
    String name,
    URI url,
    Method method,
    Map<String, String> headers,
    Optional<Login> login,
    Optional<String> message,
    Fate fate) {

  private static final Pattern FIELD = Pattern.compile("\\{\\{ *job\\.(\\w+) *\\}\\}");
  private static final Pattern KNOWN = Pattern.compile("id|name|status|type");

  public Webhook {
    headers = Map.copyOf(headers);
    message.ifPresent(Webhook::check);
  }

  /** The two that AAP offers. */
  public enum Method {
    POST,
    PUT
  }

  /** By Basic; AAP keeps the password encrypted. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * What becomes of a message (§8.5): it may be lost, late, repeated or wrong.
   *
   * @param times how often it is sent
   * @param delay how long after its moment
   * @param claim the status that it tells, whatever the job's is
   */
  public record Fate(int times, Duration delay, Optional<AapStatus> claim) {}

  /** To that address, once, at once and truly. */
  public static Webhook to(String url) {
    return new Webhook(
        "webhook",
        URI.create(url),
        Method.POST,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        new Fate(1, Duration.ZERO, Optional.empty()));
  }

  /** By PUT. */
  public Webhook put() {
    return new Webhook(name, url, Method.PUT, headers, login, message, fate);
  }

  /** With a header of its own, which anybody who may see the template can read. */
  public Webhook with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Webhook(name, url, method, more, login, message, fate);
  }

  public Webhook as(String user, String password) {
    return new Webhook(
        name, url, method, headers, Optional.of(new Login(user, password)), message, fate);
  }

  /**
   * With a message of its own: of Jinja {@code {{ job.id }}}, name, status and type are understood.
   * What does not make a JSON object of it is sent as <code>{}</code> (§8.4).
   *
   * @throws IllegalArgumentException if it names anything else
   */
  public Webhook saying(String template) {
    return new Webhook(name, url, method, headers, login, Optional.of(template), fate);
  }

  private static void check(String template) {
    Matcher field = FIELD.matcher(template);
    while (field.find()) {
      if (!KNOWN.matcher(field.group(1)).matches()) {
        throw new IllegalArgumentException(
            "message: expected one of job.id, name, status, type, found job." + field.group(1));
      }
    }
  }

  /** Its messages never arrive. */
  public Webhook lost() {
    return meeting(new Fate(0, fate.delay(), fate.claim()));
  }

  /** Each is sent twice. */
  public Webhook repeated() {
    return meeting(new Fate(2, fate.delay(), fate.claim()));
  }

  /** Each is sent so much later. */
  public Webhook late(Duration delay) {
    return meeting(new Fate(fate.times(), delay, fate.claim()));
  }

  /** Each tells this status. */
  public Webhook claiming(AapStatus status) {
    return meeting(new Fate(fate.times(), fate.delay(), Optional.of(status)));
  }

  private Webhook meeting(Fate other) {
    return new Webhook(name, url, method, headers, login, message, other);
  }
}
