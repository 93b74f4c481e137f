package io.cloudkit.provider.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cloudkit.provider.aap.AapClient.TooLargeException;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.util.Date;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * Reads answers, and not more than so many bytes of one. What it reads of a refusal has no secret
 * of the request in it. Thread-safe.
 */
final class AnswerReader {
  private static final long MAX_BODY = 16L * 1024 * 1024;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Credentials credentials;
  private final boolean isBehindGateway;

  AnswerReader(Credentials credentials, boolean isBehindGateway) {
    this.credentials = credentials;
    this.isBehindGateway = isBehindGateway;
  }

  /** What was read; what it says of the credentials is remembered. */
  Answer read(String what, Response response) throws IOException {
    boolean isRefused = response.code() == 401;
    return new Answer(
        what,
        response.code(),
        response.code() == 201 ? readable(what, response) : json(what, response),
        Optional.ofNullable(response.header("Location")),
        Optional.ofNullable(response.header("Retry-After")),
        Optional.ofNullable(response.headers().getDate("Date")).map(Date::toInstant),
        isRefused
            ? Optional.of(credentials.refused(shown(response.request()), isBehindGateway))
            : Optional.empty());
  }

  /** The credentials that a request showed. */
  static String shown(Request request) {
    return String.valueOf(request.header(Credentials.HEADER));
  }

  /** A 201 says what it says even if its body is lost: aap-api.md §13.1. */
  private static Optional<JsonNode> readable(String what, Response response) {
    try {
      return json(what, response);
    } catch (IOException | ProviderException unreadable) {
      return Optional.empty();
    }
  }

  /** The body if it says that it is JSON, and is (aap-api.md §10.4, §15.2). */
  private static Optional<JsonNode> json(String what, Response response) throws IOException {
    ResponseBody body = response.body();
    MediaType type = body == null ? null : body.contentType();
    if (body == null || type == null || !type.subtype().equals("json")) {
      return Optional.empty();
    }
    // counted after decompression: a small answer can be a large one
    BufferedSource source = body.source();
    if (source.request(MAX_BODY + 1)) {
      throw new TooLargeException(
          what + ": expected an answer of at most " + MAX_BODY + " bytes, found more");
    }
    String text = source.readUtf8();
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.readTree(text))
          .map(json -> response.isSuccessful() ? json : masked(json, shown(response.request())));
    } catch (JsonProcessingException malformed) {
      // its text may hold what must not be shown
      throw new ProviderException(
          what + ": expected JSON in an answer " + response.code() + ", found something else");
    }
  }

  /** What a refusal says is shown to people, and it may repeat what it was sent. */
  private static JsonNode masked(JsonNode json, String shown) {
    if (json.isTextual()) {
      return TextNode.valueOf(Credentials.mask(shown, json.textValue()));
    }
    if (json.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      json.forEach(each -> array.add(masked(each, shown)));
      return array;
    }
    if (json.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      json.properties()
          .forEach(
              each ->
                  object.set(
                      Credentials.mask(shown, each.getKey()), masked(each.getValue(), shown)));
      return object;
    }
    return json;
  }
}
