package io.cloudkit.operator.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request as its bytes came over the wire. */
final class Request {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_HEAD = 64 << 10;

  private final String method;
  private final String path;
  private final byte[] head;
  private final byte[] body;

  private Request(String method, String path, byte[] head, byte[] body) {
    this.method = method;
    this.path = path;
    this.head = head;
    this.body = body;
  }

  /**
   * The next request of a connection; empty at its end.
   *
   * @throws IOException if it breaks off in the middle, or is none that can be passed on
   */
  static Optional<Request> next(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int last = 0;
    while (last != (('\r' << 24) | ('\n' << 16) | ('\r' << 8) | '\n')) {
      int next = in.read();
      if (next < 0 && bytes.size() == 0) {
        return Optional.empty();
      }
      if (next < 0 || bytes.size() > LONGEST_HEAD) {
        throw new IOException("expected the head of a request, found " + bytes.size() + " bytes");
      }
      bytes.write(next);
      last = (last << 8) | next;
    }
    String head = bytes.toString(StandardCharsets.ISO_8859_1);
    if (header(head, "transfer-encoding").isPresent()) {
      throw new IOException("expected a body of known length, found chunks: " + head);
    }
    int length = header(head, "content-length").map(Integer::parseInt).orElse(0);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("expected a body of " + length + " bytes, found " + body.length);
    }
    String[] words = head.split("[ ?]", 3);
    return Optional.of(new Request(words[0], words[1], bytes.toByteArray(), body));
  }

  private static Optional<String> header(String head, String name) {
    return Arrays.stream(head.split("\r\n", -1))
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Whether it is of that method, and its path without the query ends so. */
  boolean is(String wantedMethod, String pathEnd) {
    return method.equals(wantedMethod) && path.endsWith(pathEnd);
  }

  /** Whether its path without the query holds that. */
  boolean isAt(String pathPart) {
    return path.contains(pathPart);
  }

  /** Its body as JSON; missing if it has none, or another. */
  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException none) {
      return JSON.missingNode();
    }
  }

  /** Whether the connection is no longer one of requests after it. */
  boolean isUpgrade() {
    return header(new String(head, StandardCharsets.ISO_8859_1), "upgrade").isPresent();
  }

  byte[] head() {
    return head;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
