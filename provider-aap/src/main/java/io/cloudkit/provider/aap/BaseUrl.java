package io.cloudkit.provider.aap;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The base of the API as people configure it: the Go operator's value ends with {@code
 * /api/controller} (eda-api.md §5), others paste the whole base. aap-api.md §1.1.
 */
final class BaseUrl {
  private static final Pattern PATH = Pattern.compile("(?:/api(/controller)?(?:/v2)?)?/?");

  private BaseUrl() {}

  /**
   * The base with version and trailing slash.
   *
   * @throws IllegalArgumentException if the path is another one
   */
  static HttpUrl of(URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    Matcher known = PATH.matcher(path);
    if (!known.matches() || configured.getQuery() != null || configured.getFragment() != null) {
      throw new IllegalArgumentException(
          "url: expected https://host, or it with the path /api, /api/v2, /api/controller or"
              + " /api/controller/v2, found the path \""
              + path
              + "\"");
    }
    String gateway = known.group(1) == null ? "" : known.group(1);
    HttpUrl root = HttpUrl.get(configured);
    if (root == null) {
      throw new IllegalArgumentException("url: expected an http or https address");
    }
    return root.newBuilder().encodedPath("/api" + gateway + "/v2/").build();
  }
}
