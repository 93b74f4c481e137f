package io.cloudkit.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the requests of one connection, one after the other: HTTP/1.1 (RFC 9112). */
final class RequestReader {
  private static final int LONGEST_HEAD = 256 << 10;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What came is no HTTP; nothing after it can be understood. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String expected, String found) {
      super("expected " + expected + ", found \"" + found + "\"");
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final int bodyLimit;
  private final Optional<String> clientSubject;
  private int headLeft;
  private boolean readBefore;

  /**
   * @param in buffered
   * @param out where a client that waits for it is told to go on
   * @param bodyLimit longest body that is kept, in bytes; what is longer is read to its end
   * @param clientSubject whom the client's certificate names
   */
  RequestReader(InputStream in, OutputStream out, int bodyLimit, Optional<String> clientSubject) {
    this.in = in;
    this.out = out;
    this.bodyLimit = bodyLimit;
    this.clientSubject = clientSubject;
  }

  /** The next request; empty if the client has closed the connection. Blocks. */
  Optional<WireRequest> next() throws IOException {
    headLeft = LONGEST_HEAD;
    Optional<String> line = line();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] words = line.get().split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new MalformedException("METHOD TARGET HTTP/1.1", line.get());
    }
    Map<String, List<String>> headers = headers();
    if (words[2].equals("HTTP/1.0")) {
      headers.putIfAbsent("Connection", List.of("close"));
    }
    String target = words[1].startsWith("/") ? words[1] : words[1].replaceFirst("^.*?//[^/]*", "");
    int mark = target.indexOf('?');
    WireRequest request =
        new WireRequest(
            words[0],
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? "" : target.substring(mark + 1),
            headers,
            body(headers),
            bodyLimit,
            clientSubject,
            readBefore ? WireRequest.Carrier.KEPT : WireRequest.Carrier.FRESH);
    readBefore = true;
    return Optional.of(request);
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = wanted(); !line.isEmpty(); line = wanted()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new MalformedException("Name: value", line);
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (first(headers, "Expect").equalsIgnoreCase("100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (first(headers, "Transfer-Encoding").equalsIgnoreCase("chunked")) {
      for (long size = chunk(); size > 0; size = chunk()) {
        take(size, body);
        wanted();
      }
      while (!wanted().isEmpty()) {
        // trailers say nothing to us
      }
    } else {
      String length = first(headers, "Content-Length");
      take(length.isEmpty() ? 0 : number(length, 10), body);
    }
    return body.toByteArray();
  }

  private long chunk() throws IOException {
    headLeft = LONGEST_HEAD;
    return number(wanted().replaceFirst(";.*", "").strip(), 16);
  }

  private static long number(String text, int radix) throws MalformedException {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException e) {
      throw new MalformedException("a length", text);
    }
  }

  /** One byte above the limit is kept, which shows that it was passed. */
  private void take(long size, ByteArrayOutputStream body) throws IOException {
    byte[] buffer = new byte[1 << 13];
    for (long left = size; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new MalformedException("a body of " + size + " bytes", left + " bytes less");
      }
      left -= read;
      body.write(buffer, 0, Math.min(read, bodyLimit + 1 - body.size()));
    }
  }

  private String wanted() throws IOException {
    return line().orElseThrow(() -> new MalformedException("a line", "the end"));
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      if (--headLeft < 0) {
        throw new MalformedException("a head of at most " + LONGEST_HEAD + " bytes", "more");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }
}
