package io.cloudkit.provider.aap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes connections, and passes their bytes on to a server, as a proxy or an end of TLS does. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final Welcome welcome;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** What is done first with each connection. */
  @FunctionalInterface
  interface Welcome {
    /** The lines that are passed on before all others; empty if nothing is. */
    Optional<List<String>> greet(Socket client) throws IOException;
  }

  /**
   * A relay.
   *
   * @param target the address of the server, of which the port counts
   */
  Relay(ServerSocket listening, String target, Welcome welcome) {
    this.listening = listening;
    this.target = URI.create(target).getPort();
    this.welcome = welcome;
    threads.execute(this::take);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void take() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Optional<List<String>> first = welcome.greet(client);
      if (first.isEmpty()) {
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        open.add(server);
        write(server, String.join("\r\n", first.get()));
        threads.execute(() -> pass(server, client));
        pass(client, server);
      }
    } catch (IOException gone) {
      // as clients do
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.close();
    } catch (IOException gone) {
      // one of the two has hung up
    }
  }

  /** The lines of a request before its body. */
  static List<String> head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole request");
      }
      head.append((char) next);
    }
    return List.of(head.toString().split("\r\n", -1));
  }

  static void write(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listening.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
