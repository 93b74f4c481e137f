package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Sends one request and hides nothing of its answer: no redirects, no retries. */
final class Wire {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;

  Wire(HttpClient client) {
    this.client = client;
  }

  static Wire plain() {
    return new Wire(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /**
   * @throws UncheckedIOException if no answer came
   */
  Answer send(
      String method, String url, Credentials credentials, Optional<String> body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .header("Accept-Language", "en")
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    credentials.header().ifPresent(value -> request.header("Authorization", value));
    if (body.isPresent()) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body(), json(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + method, e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      boolean isJson =
          answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return isJson ? MAPPER.readTree(answer.body()) : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
