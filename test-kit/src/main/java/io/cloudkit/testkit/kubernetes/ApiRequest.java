package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as it came, without its transport.
 *
 * @param path decoded segments of the path
 * @param contentType of the body; empty if there is none
 * @param accept what the client would like as an answer
 */
@SuppressWarnings("ArrayRecordComponent") // requests are compared by nobody
record ApiRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String contentType,
    String accept,
    byte[] body) {

  static ApiRequest of(
      String method,
      String rawPath,
      String rawQuery,
      String contentType,
      String accept,
      byte[] body) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
      }
    }
    Map<String, String> query = new HashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return new ApiRequest(
        method, List.copyOf(segments), Map.copyOf(query), contentType, accept, body);
  }

  /**
   * The body, whatever it is.
   *
   * @throws ApiFailure 400 or 415 when it is not readable
   */
  JsonNode json() {
    if (contentType.contains("protobuf") || contentType.contains("cbor")) {
      throw ApiFailure.of(
          415, "UnsupportedMediaType", "expected JSON or YAML, found " + contentType);
    }
    try {
      return Json.parse(body, contentType);
    } catch (IOException broken) {
      throw ApiFailure.badRequest("the body is not readable: " + broken.getMessage());
    }
  }

  /** The query parameter; empty if it is absent. */
  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean isTrue(String name) {
    String value = parameter(name);
    return value.equals("true") || value.equals("1");
  }

  /** kubectl get asks for rows to print, and takes documents where there are none. */
  boolean wantsTable() {
    return accept.contains("as=Table");
  }

  /** What each row carries besides its cells: kubectl sorts by the whole document. */
  Tables.Rows rows() {
    return parameter("includeObject").equals("Object")
        ? Tables.Rows.WITH_DOCUMENT
        : Tables.Rows.WITH_METADATA;
  }
}
