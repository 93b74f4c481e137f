package io.cloudkit.testkit.aap.notification;

import io.cloudkit.testkit.aap.controller.AapStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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

  /** Where Jinja begins something, and the one thing of it that is understood here. */
  private static final Pattern JINJA =
      Pattern.compile("\\{\\{\\s*job\\.(\\w+)\\s*\\}\\}|\\{[{%#][^\\n]{0,40}");

  private static final Set<String> KNOWN = Set.of("id", "name", "status", "type");

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
   * What does not make a JSON object of it is sent as <code>{}</code> (§8.4). AAP refuses a message
   * that is no Jinja, or names what it does not show; it would take more than this does: other
   * fields, filters, conditions.
   *
   * @throws IllegalArgumentException if there is other Jinja in it
   */
  public Webhook saying(String template) {
    return new Webhook(name, url, method, headers, login, Optional.of(template), fate);
  }

  private static void check(String template) {
    JINJA
        .matcher(template)
        .results()
        .filter(found -> found.group(1) == null || !KNOWN.contains(found.group(1)))
        .findFirst()
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  "message: expected of Jinja only {{ job.id }}, name, status and type, found "
                      + other.group());
            });
  }

  /** The message with its fields filled in; empty without one of its own. */
  Optional<String> rendered(UnaryOperator<String> field) {
    return message.map(
        template ->
            JINJA
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(field.apply(found.group(1)))));
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
