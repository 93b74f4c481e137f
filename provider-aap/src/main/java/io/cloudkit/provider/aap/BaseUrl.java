package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The base of the API as people configure it: the Go operator's value ends with {@code
 * /api/controller} (eda-api.md §5), others paste the whole base. aap-api.md §1.1.
 *
 * @param address of the API, with version and trailing slash
 */
record BaseUrl(HttpUrl address) {
  private static final Pattern PATH = Pattern.compile("(?:/api(/controller)?(?:/v2)?)?/?");

  private static final int LAST_PORT = 65_535;

  /**
   * What is configured, with version and trailing slash.
   *
   * @throws IllegalArgumentException if it is another address; says what is wrong with it, and
   *     nothing of a query, which may hold a secret
   */
  static BaseUrl of(URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    Matcher known = PATH.matcher(path);
    if (configured.getUserInfo() != null) {
      throw refused("expected no user and password in it, found some; remove them");
    }
    if (configured.getQuery() != null) {
      throw refused("expected it to end with the path, found a query; remove what begins with ?");
    }
    if (configured.getFragment() != null) {
      throw refused(
          "expected it to end with the path, found a fragment; remove what begins with #");
    }
    if (!known.matches()) {
      throw refused(
          "expected https://host, or it with the path /api, /api/v2, /api/controller or"
              + " /api/controller/v2, found the path \""
              + path
              + "\"");
    }
    HttpUrl root = HttpUrl.get(configured);
    if (root == null) {
      throw refused(
          configured.getPort() > LAST_PORT || configured.getPort() == 0
              ? "expected a port from 1 to " + LAST_PORT + ", found " + configured.getPort()
              : "expected an http or https address, found another one");
    }
    String gateway = known.group(1) == null ? "" : known.group(1);
    return new BaseUrl(root.newBuilder().encodedPath("/api" + gateway + "/v2/").build());
  }

  boolean isBehindGateway() {
    return address.encodedPath().startsWith("/api/controller/");
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

  /** That the credentials go in clear, where anybody but this machine may hear them. */
  Optional<Finding> hindrance() {
    return address.isHttps() || NoProxy.isLoopback(address.host())
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                AapProviderFactory.URL,
                "the credentials go to "
                    + address.host()
                    + " in clear, and so does what resources hold",
                "use https; with ca-file if its certificate is of an authority of your own"));
  }

  /** Where a person can look at a job. */
  URI page(JobRow job) {
    String name = job.kind() == JobKind.JOB ? "playbook" : "workflow";
    // the web interface of AWX and of AAP up to 2.4 routes by fragment, the gateway's by path
    String path =
        isBehindGateway()
            ? "execution/jobs/" + name + "/" + job.number() + "/output"
            : "#/jobs/" + name + "/" + job.number();
    return URI.create(address.newBuilder().encodedPath("/").build() + path);
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(AapProviderFactory.URL + ": " + why);
  }
}
