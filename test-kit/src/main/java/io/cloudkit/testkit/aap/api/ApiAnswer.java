package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer, complete.
 *
 * @param headers further headers, without Content-Type
 * @param contentType empty for an empty body
 */
public record ApiAnswer(int status, Map<String, String> headers, String contentType, String body) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public ApiAnswer {
    headers = Map.copyOf(headers);
  }

  public static ApiAnswer json(int status, JsonNode body) {
    try {
      return new ApiAnswer(status, Map.of(), "application/json", MAPPER.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code {"detail": …}}, the framework's way to say no. */
  public static ApiAnswer detail(int status, String text) {
    return json(status, JsonNodeFactory.instance.objectNode().put("detail", text));
  }

  public static ApiAnswer html(int status, String title) {
    String page =
        "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
            .formatted(title, title);
    return new ApiAnswer(status, Map.of(), "text/html; charset=utf-8", page);
  }

  public static ApiAnswer text(int status, String text) {
    return new ApiAnswer(status, Map.of(), "text/plain; charset=utf-8", text);
  }

  public static ApiAnswer empty(int status) {
    return new ApiAnswer(status, Map.of(), "", "");
  }

  public ApiAnswer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new ApiAnswer(status, all, contentType, body);
  }
}
