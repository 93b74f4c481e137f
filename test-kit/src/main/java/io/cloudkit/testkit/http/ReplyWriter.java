package io.cloudkit.testkit.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Writes the replies of one connection. */
final class ReplyWriter {
  private static final byte[] ROWS =
      "{\"pad\":\"0123456789\"},".repeat(3_000).getBytes(StandardCharsets.UTF_8);

  /** What becomes of the connection. */
  enum Afterwards {
    KEEP,
    CLOSE,
    RESET
  }

  private final OutputStream out;
  private final WaitingClient client;

  ReplyWriter(OutputStream out, WaitingClient client) {
    this.out = out;
    this.client = client;
  }

  /**
   * Writes a reply.
   *
   * @param asked what the client wants of the connection: to keep or to close it
   */
  Afterwards write(Reply reply, WireRequest request, Afterwards asked)
      throws IOException, InterruptedException {
    if (reply instanceof Reply.Whole whole) {
      body(head(whole.answer(), asked), request);
      return asked;
    }
    if (reply instanceof Reply.Half half) {
      byte[] body = head(half.answer(), Afterwards.KEEP);
      out.write(body, 0, body.length / 2);
      out.flush();
      return Afterwards.CLOSE;
    }
    if (reply instanceof Reply.ThenReset whole) {
      body(head(whole.answer(), Afterwards.KEEP), request);
      return Afterwards.RESET;
    }
    if (reply instanceof Reply.Trickle trickle) {
      for (byte next : head(trickle.answer(), asked)) {
        out.flush();
        client.waitUntil(System.nanoTime() + trickle.pause().toNanos());
        out.write(next);
      }
      out.flush();
      return asked;
    }
    if (reply instanceof Reply.Giant giant) {
      writeGiant(giant);
      return Afterwards.CLOSE;
    }
    return reply instanceof Reply.Reset ? Afterwards.RESET : Afterwards.CLOSE;
  }

  private void body(byte[] body, WireRequest request) throws IOException {
    if (!request.method().equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  private byte[] head(HttpAnswer answer, Afterwards afterwards) throws IOException {
    boolean hasBody = HttpAnswer.mayHaveBody(answer.status());
    byte[] body = hasBody ? answer.body().getBytes(StandardCharsets.UTF_8) : new byte[0];
    String framing = hasBody ? "Content-Length: " + body.length + "\r\n" : "";
    headers(answer, framing + (afterwards == Afterwards.KEEP ? "" : "Connection: close\r\n"));
    return body;
  }

  private void headers(HttpAnswer answer, String more) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Date", HttpDate.of(Instant.now()));
    headers.putAll(answer.headers());
    if (!answer.contentType().isEmpty()) {
      headers.put("Content-Type", answer.contentType());
    }
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " \r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(more).append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private void writeGiant(Reply.Giant giant) throws IOException {
    boolean packed = giant.coding() == Reply.Coding.GZIP;
    headers(
        giant.head(),
        (packed ? "Content-Encoding: gzip\r\n" : "") + "Transfer-Encoding: chunked\r\n");
    OutputStream chunked = new Chunked(out);
    try (OutputStream body = packed ? new GZIPOutputStream(chunked, 1 << 16) : chunked) {
      body.write("{\"results\":[".getBytes(StandardCharsets.UTF_8));
      for (long sent = 0; sent < giant.bytes(); sent += ROWS.length) {
        body.write(ROWS);
      }
      body.write("{}]}".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Each write is a chunk; closing it writes the last one, and leaves the connection open. */
  private static final class Chunked extends FilterOutputStream {
    Chunked(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        line(Integer.toHexString(length));
        out.write(bytes, from, length);
        line("");
      }
    }

    @Override
    public void close() throws IOException {
      line("0");
      line("");
      out.flush();
    }

    private void line(String text) throws IOException {
      out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
