package io.cloudkit.testkit.aap.notification;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Posts messages as AWX's webhook backend does: once, following 301 and 307 alone (§8.2). */
final class Sender {
  private static final String FAILED = "Error sending notification webhook: ";

  /** In all, those to which it was redirected with them. */
  private static final int REQUESTS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String agent;

  /** Made for who sends, of whom there are few. */
  private static final class Shared {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
  }

  /**
   * One for all.
   *
   * @param agent what it calls itself
   */
  Sender(String agent) {
    this.agent = agent;
  }

  /** Completes with why it failed, empty if it did not; never exceptionally. */
  CompletableFuture<String> send(Webhook webhook, String body) {
    return send(webhook, webhook.url(), body, REQUESTS)
        .exceptionally(thrown -> FAILED + thrown.getMessage());
  }

  private CompletableFuture<String> send(Webhook webhook, URI url, String body, int requests) {
    return Shared.CLIENT
        .sendAsync(request(webhook, url, body), BodyHandlers.ofString())
        .thenCompose(answer -> judge(answer, webhook, url, body, requests - 1));
  }

  private CompletableFuture<String> judge(
      HttpResponse<String> answer, Webhook webhook, URI url, String body, int left) {
    int status = answer.statusCode();
    Optional<String> location = answer.headers().firstValue("Location");
    String error = status >= 400 ? FAILED + answer.body() : "";
    if (status == 301 || status == 307) {
      if (left > 0 && location.isPresent()) {
        return send(webhook, url.resolve(location.get()), body, left);
      }
      error = FAILED + (left > 0 ? "redirected to nowhere" : "redirected too often");
    }
    return CompletableFuture.completedFuture(error);
  }

  private HttpRequest request(Webhook webhook, URI url, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .method(webhook.method().name(), BodyPublishers.ofString(body));
    request.setHeader("User-Agent", agent);
    request.setHeader("Content-Type", "application/json");
    webhook.headers().forEach(request::setHeader); // which may be those two
    webhook
        .login()
        .ifPresent(
            login -> {
              String pair = login.user() + ":" + login.password();
              byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
              request.setHeader(
                  "Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
            });
    return request.build();
  }
}
