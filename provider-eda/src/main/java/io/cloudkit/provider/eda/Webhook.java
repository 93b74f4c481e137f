package io.cloudkit.provider.eda;

import java.net.URI;
import okhttp3.HttpUrl;

/**
 * The address of a rulebook's webhook, with the endpoint that a rule waits for. The webhook accepts
 * every path, and drops in silence what no rule waits for (eda-api.md §1): what can be wrong with
 * the address is refused before.
 *
 * @param setting which setting named it
 * @param endpoint its path without the leading slash, as the webhook understands it
 */
record Webhook(String setting, HttpUrl url, String endpoint) {
  private static final int LAST_PORT = 65_535;

  /**
   * The webhook that a setting names.
   *
   * @throws IllegalArgumentException if it can not be one; says what is wrong with it, and nothing
   *     of a query, which may hold a secret
   */
  static Webhook of(String setting, URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    if (path.contains("/external_event_stream/") || path.contains("/eda-event-streams/")) {
      throw refused(
          setting,
          "expected the webhook of a rulebook, found an event stream, which is not supported yet;"
              + " let the rulebook listen by ansible.eda.webhook, and name its Service");
    }
    if (configured.getQuery() != null) {
      throw refused(
          setting, "expected it to end with the path, found a query; remove what begins with ?");
    }
    if (configured.getFragment() != null) {
      throw refused(
          setting, "expected it to end with the path, found a fragment; remove what begins with #");
    }
    if (path.isEmpty() || path.equals("/")) {
      throw refused(
          setting,
          "expected the path that a rule waits for, such as /create-compute-instance, found none");
    }
    if (path.endsWith("/")) {
      throw refused(
          setting,
          "expected the path that a rule waits for, found it with a slash at its end, which no rule"
              + " matches; remove the slash");
    }
    HttpUrl url = HttpUrl.get(configured);
    if (url == null) {
      throw refused(
          setting,
          configured.getPort() > LAST_PORT || configured.getPort() == 0
              ? "expected a port from 1 to " + LAST_PORT + ", found " + configured.getPort()
              : "expected an http or https address, found another one");
    }
    return new Webhook(setting, url, path.substring(1));
  }

  /** Where it listens, for a person. */
  String host() {
    return url.host() + ":" + url.port();
  }

  private static IllegalArgumentException refused(String setting, String why) {
    return new IllegalArgumentException(setting + ": " + why);
  }
}
