package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came back for one request.
 *
 * @param json the body, if it was JSON and a controller could have written it; empty for HTML and
 *     the like, which something in front of it writes
 * @param date the server's own time, if it said so
 * @param refusal what a 401 says of the credentials
 */
record Answer(
    String request,
    int status,
    Optional<JsonNode> json,
    Optional<String> location,
    Optional<String> retryAfter,
    Optional<Instant> date,
    Optional<Credentials.Refusal> refusal) {
  private static final Pattern UPGRADE = Pattern.compile("[^?#]*/migrations_notran/([?#].*)?");

  boolean isJson() {
    return json.isPresent();
  }

  /** Whether AAP itself answered, and not that the credentials are wrong. */
  boolean isLetIn() {
    return isJson() && status < 500 && status != 401;
  }

  /** Whether the same request may be let in soon. */
  boolean mayBeLetIn() {
    return refusal.filter(Credentials.Refusal::mayPass).isPresent();
  }

  /** Whether AWX is being upgraded: it executes nothing meanwhile (aap-api.md §10.4). */
  boolean isOfAnUpgrade() {
    return isRedirect() && location.filter(to -> UPGRADE.matcher(to).matches()).isPresent();
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** The body of a successful answer to a question. */
  JsonNode body() {
    if (status == 200 && json.isPresent()) {
      return json.get();
    }
    if (status == 500 && isJson()) {
      throw new ServerErrorException(request + ": " + explain());
    }
    throw unexpected();
  }

  /**
   * AAP itself failed at the answer: by what it was asked for, or altogether (aap-api.md §10.3).
   */
  static final class ServerErrorException extends ProviderException {
    private static final long serialVersionUID = 1L;

    ServerErrorException(String message) {
      super(message);
    }
  }

  /** AAP refused the credentials. */
  static final class NotLetInException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    NotLetInException(String message, boolean mayPass) {
      super(message);
      this.mayPass = mayPass;
    }

    /** Whether the same request may be let in soon. */
    boolean mayPass() {
      return mayPass;
    }
  }

  /**
   * The rows of a successful list. A body without rows is no empty list: "nothing there" must not
   * be read out of somebody else's answer (aap-api.md §10.4).
   */
  JsonNode rows() {
    JsonNode rows = body().path("results");
    if (!rows.isArray()) {
      throw new ProviderException(
          request + ": expected a list with \"results\", found other JSON; check the setting url");
    }
    return rows;
  }

  /**
   * Those rows of a list that have a value by which it was asked for. One that has others alone
   * answers another question: what stands before AAP may strip it.
   */
  List<JsonNode> rows(String field, String value) {
    JsonNode all = rows();
    List<JsonNode> asked = new ArrayList<>();
    all.forEach(
        row -> {
          if (row.path(field).asText().equals(value)) {
            asked.add(row);
          }
        });
    if (asked.isEmpty() && !all.isEmpty()) {
      throw new ProviderException(
          request
              + ": expected what has the asked "
              + field
              + ", or nothing, found other rows; check what stands before AAP");
    }
    return asked;
  }

  /** What a person is told of an answer that says nothing about what was asked. */
  ProviderException unexpected() {
    String message = request + ": " + explain();
    return status == 401 && isJson()
        ? new NotLetInException(message, mayBeLetIn())
        : new ProviderException(message);
  }

  /** The status, what it usually means, AAP's own words, and after a semicolon what to do. */
  String explain() {
    return explain(until());
  }

  /** As {@link #explain}, without the time that it asks to wait, which is another each time. */
  String explainTimeless() {
    return explain("");
  }

  private String explain(String until) {
    String meaning =
        switch (status) {
          case 401 -> refusal.map(Credentials.Refusal::meaning).orElse("not let in");
          case 403 -> "the account may not do this; grant it the role, or check the licence";
          case 404 -> "not found";
          case 407 -> Unreached.PROXY_LOGIN;
          case 429 -> "too many requests" + until;
          default -> isRedirect() ? redirect() : unexplained();
        };
    int remedy = meaning.indexOf(Trouble.REMEDY);
    int end = remedy < 0 ? meaning.length() : remedy;
    return "AAP answered "
        + status
        + (isJson() ? "" : " without JSON")
        + ", "
        + meaning.substring(0, end)
        + words()
        + meaning.substring(end);
  }

  private String redirect() {
    return isOfAnUpgrade()
        ? "it is being upgraded; it is asked again"
        : "a redirect, which is not followed; check the setting url";
  }

  private String unexplained() {
    // as web servers answer plain HTTP on a port for TLS
    return status == 400 && !isJson()
        ? "no request for what answers there; check the setting url, and whether it needs https"
        : "unexpected answer";
  }

  private String until() {
    return retryAfter
        .flatMap(header -> RetryAfter.words(header, date))
        .map(wait -> ", it asks to wait " + wait)
        .orElse("");
  }

  private String words() {
    return json.map(ErrorText::of)
        // aap-api.md §15.7: a 401 has the same for every cause
        .filter(text -> !text.isEmpty() && status != 401)
        .map(text -> ": " + text)
        .orElse("");
  }
}
