package io.cloudkit.testkit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer, complete.
 *
 * @param headers further headers, without Content-Type
 * @param contentType empty for an empty body
 */
public record HttpAnswer(int status, Map<String, String> headers, String contentType, String body) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  public static HttpAnswer json(int status, JsonNode body) {
    try {
      return new HttpAnswer(status, Map.of(), "application/json", MAPPER.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static HttpAnswer html(int status, String title) {
    String page =
        "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
            .formatted(title, title);
    return new HttpAnswer(status, Map.of(), "text/html; charset=utf-8", page);
  }

  public static HttpAnswer text(int status, String text) {
    return new HttpAnswer(status, Map.of(), "text/plain; charset=utf-8", text);
  }

  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), "", "");
  }

  /** Whether there can be a body: RFC 9112, 6.3. One that is given all the same is not sent. */
  static boolean mayHaveBody(int status) {
    return status != 204 && status != 304;
  }

  /** How many rows it lists; none if it is no list. */
  public int rows() {
    try {
      return contentType.equals("application/json")
          ? MAPPER.readTree(body).path("results").size()
          : 0;
    } catch (JsonProcessingException e) {
      return 0;
    }
  }

  public HttpAnswer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new HttpAnswer(status, all, contentType, body);
  }
}
