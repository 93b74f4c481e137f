package io.cloudkit.testkit.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client that hides nothing: no redirects, no retries, the token of its choice. */
final class Http {
  record Response(int status, JsonNode json, String text, HttpResponse<String> raw) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  Http(String base, String token) {
    this.base = base;
    this.token = token;
  }

  Response get(String path) {
    return send("GET", path, "", "");
  }

  Response post(String path, String body) {
    return send("POST", path, body, "application/json");
  }

  Response launch(Object template, JsonNode variables) {
    return post("/job_templates/" + template + "/launch/", "{\"extra_vars\":" + variables + "}");
  }

  Response send(String method, String path, String body, String contentType) {
    try {
      HttpResponse<String> raw =
          client.send(request(method, path, body, contentType), BodyHandlers.ofString());
      boolean isJson =
          raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      JsonNode json = isJson ? MAPPER.readTree(raw.body()) : MAPPER.missingNode();
      return new Response(raw.statusCode(), json, raw.body(), raw);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest request(String method, String path, String body, String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    return request.build();
  }

  HttpClient client() {
    return client;
  }
}
