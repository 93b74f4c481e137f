package io.cloudkit.testkit.eda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** A client that hides nothing: HTTP/1.1, no redirects, no retries. */
final class Poster {
  private final HttpClient client;
  private final FakeEda fake;

  Poster(FakeEda fake) {
    this(fake, HttpClient.newBuilder());
  }

  /** One that speaks TLS so. */
  Poster(FakeEda fake, SSLContext tls) {
    this(fake, HttpClient.newBuilder().sslContext(tls));
  }

  private Poster(FakeEda fake, HttpClient.Builder client) {
    this.fake = fake;
    this.client = client.version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Headers come in pairs of name and value. */
  HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
    try {
      return client.send(request(method, path, body, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> post(String path, Object json, String... headers) {
    return send("POST", path, bytes(json), headers);
  }

  HttpResponse<String> create(Object json, String operation) {
    return post("/" + FakeEda.CREATE, json, "X-Request-Id", operation);
  }

  HttpResponse<String> delete(Object json, String operation) {
    return post("/" + FakeEda.DELETE, json, "X-Request-Id", operation);
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, Object json) {
    return client.sendAsync(request("POST", path, bytes(json)), BodyHandlers.ofString());
  }

  HttpResponse<String> postWithin(Duration patience, String path, Object json)
      throws IOException, InterruptedException {
    HttpRequest hasty =
        HttpRequest.newBuilder(request("POST", path, bytes(json)), (name, value) -> true)
            .timeout(patience)
            .build();
    return client.send(hasty, BodyHandlers.ofString());
  }

  private static byte[] bytes(Object json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private HttpRequest request(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fake.url() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }
}
