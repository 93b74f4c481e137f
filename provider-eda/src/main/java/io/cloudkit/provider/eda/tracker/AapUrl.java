package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.connection.Address;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The base of AAP's API as people configure it, as for the provider of AAP: aap-api.md §1.1.
 *
 * @param address of the API, with version and trailing slash
 */
record AapUrl(HttpUrl address) {
  private static final Pattern PATH = Pattern.compile("(?:/api(/controller)?(?:/v2)?)?/?");

  /**
   * What is configured, with version and trailing slash.
   *
   * @throws IllegalArgumentException if it is another address; says what is wrong with it, and
   *     nothing of a query, which may hold a secret
   */
  static AapUrl of(String setting, URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    Matcher known = PATH.matcher(path);
    if (configured.getQuery() != null || configured.getUserInfo() != null) {
      throw Address.refused(
          setting, "expected it to end with the path, found a query or a password; remove it");
    }
    if (!known.matches()) {
      throw Address.refused(
          setting,
          "expected https://host, or it with the path /api, /api/v2, /api/controller or"
              + " /api/controller/v2, found the path \""
              + path
              + "\"");
    }
    HttpUrl root = Address.of(setting, configured);
    String gateway = known.group(1) == null ? "" : known.group(1);
    return new AapUrl(root.newBuilder().encodedPath("/api" + gateway + "/v2/").build());
  }

  /**
   * The address of a resource of the API.
   *
   * @param path without a leading slash, with the trailing one (aap-api.md §10.5)
   * @param query name and value in turn
   */
  HttpUrl resource(String path, String... query) {
    HttpUrl.Builder url = address.newBuilder().addEncodedPathSegments(path);
    for (int i = 0; i < query.length; i += 2) {
      url.addQueryParameter(query[i], query[i + 1]);
    }
    return url.build();
  }

  /** Where a person can look at a job: AWX and AAP up to 2.4 route by fragment. */
  URI page(AapJob job) {
    String name = job.isWorkflow() ? "workflow" : "playbook";
    String path =
        address.encodedPath().startsWith("/api/controller/")
            ? "execution/jobs/" + name + "/" + job.id() + "/output"
            : "#/jobs/" + name + "/" + job.id();
    return URI.create(address.newBuilder().encodedPath("/").build() + path);
  }
}
