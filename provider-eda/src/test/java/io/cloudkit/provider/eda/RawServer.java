package io.cloudkit.provider.eda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Does with each connection what a test says, for manners that no HTTP server has. */
final class RawServer implements AutoCloseable {
  @FunctionalInterface
  interface Manner {
    void with(Socket socket) throws IOException;
  }

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\n"
          + "create-compute-instance";
  private static final byte HANDSHAKE = 0x16;

  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger heard = new AtomicInteger();
  private final Manner manner;

  private RawServer(Manner manner) throws IOException {
    this.manner = manner;
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads a whole event first. */
  static RawServer after(Manner manner) throws IOException {
    return new RawServer(
        socket -> {
          StringBuilder text = new StringBuilder();
          byte[] buffer = new byte[4096];
          // the value of the last field of what tests send
          while (text.indexOf(Vm.VERSION + "." + Vm.CLAIM) < 0) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
              throw new IOException("expected an event, found the end");
            }
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
          }
          manner.with(socket);
        });
  }

  /** Answers each event as a webhook does, and keeps its connection. */
  static RawServer answering() throws IOException {
    return after(
        socket -> socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Hears the first bytes of a handshake. */
  static RawServer withinTheHandshake(Manner manner) throws IOException {
    return new RawServer(
        socket -> {
          if (socket.getInputStream().read(new byte[64]) > 0) {
            manner.with(socket);
          }
        });
  }

  /** Answers a handshake as a web server without TLS does. */
  static RawServer withoutTls() throws IOException {
    String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    return new RawServer(
        socket -> {
          socket.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
          socket.shutdownOutput();
        });
  }

  /** Closes each connection. */
  static RawServer closing() throws IOException {
    return new RawServer(Socket::close);
  }

  /** Closes a connection whose first byte begins no handshake, and speaks TLS with the others. */
  static RawServer breakingPlainOff(SSLContext context) throws IOException {
    return new RawServer(
        socket -> {
          int first = socket.getInputStream().read();
          if (first == HANDSHAKE) {
            InputStream begun = new ByteArrayInputStream(new byte[] {HANDSHAKE});
            ((SSLSocket) context.getSocketFactory().createSocket(socket, begun, true))
                .startHandshake();
          }
          socket.close();
        });
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections came. */
  int heard() {
    return heard.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        heard.incrementAndGet();
        manner.with(socket);
      } catch (IOException gone) {
        // the other side, or this server: then the loop ends
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
