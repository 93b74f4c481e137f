package io.cloudkit.testkit.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection on which nothing is hidden: what is written, and how it ends. */
final class RawClient implements AutoCloseable {
  /** An answer as it came; {@code broken} says why the body is shorter than promised. */
  record Heard(int status, Map<String, String> headers, String body, String broken) {}

  private final Socket socket;
  private final InputStream in;

  RawClient(String url) {
    try {
      URI address = URI.create(url);
      socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout(10_000);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void say(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What came of one GET: {@code closed}, {@code reset}, or the status and how it looked. */
  String ask(String path) {
    say("GET " + path + " HTTP/1.1\r\nHost: fake\r\n\r\n");
    return told();
  }

  private String told() {
    try {
      Heard heard = hear();
      String type = heard.headers().getOrDefault("content-type", "no type");
      return heard.status()
          + " "
          + type
          + " "
          + heard.body()
          + (heard.broken().isEmpty() ? "" : " then " + heard.broken());
    } catch (EOFException e) {
      return "closed";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What becomes of the connection when nothing more is said: {@code closed} or {@code reset}. */
  String end() {
    try {
      return in.read() < 0 ? "closed" : "more";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Heard hear() throws IOException {
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    List<Integer> body = new ArrayList<>();
    String broken = "";
    try {
      for (int next = 0; body.size() < length && next >= 0; ) {
        next = in.read();
        if (next >= 0) {
          body.add(next);
        }
      }
    } catch (SocketException e) {
      broken = "reset";
    }
    if (body.size() < length && broken.isEmpty()) {
      broken = "closed";
    }
    StringBuilder text = new StringBuilder();
    body.forEach(next -> text.append((char) next.intValue()));
    return new Heard(status, headers, text.toString(), broken);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
