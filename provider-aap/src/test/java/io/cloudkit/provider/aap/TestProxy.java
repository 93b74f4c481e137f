package io.cloudkit.provider.aap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that leads to one server, whatever host it is asked for. */
final class TestProxy implements AutoCloseable {
  private static final String LOGIN = "Proxy-Authorization: ";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Optional<String> login;
  private final Relay relay;
  private volatile Optional<Integer> refusal = Optional.empty();

  /**
   * A proxy.
   *
   * @param login what has to be shown, as in the header; empty if nothing
   */
  TestProxy(String target, Optional<String> login) {
    this.login = login;
    try {
      relay =
          new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, this::greet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + relay.port();
  }

  /** From now on it says that instead. */
  void refuse(int status) {
    refusal = Optional.of(status);
  }

  /** The first line of the first request of each connection. */
  List<String> requests() {
    return requests;
  }

  private Optional<List<String>> greet(Socket client) throws IOException {
    List<String> head = Relay.head(client.getInputStream());
    requests.add(head.get(0));
    boolean isLetIn =
        login.isEmpty() || head.stream().anyMatch(line -> line.equals(LOGIN + login.get()));
    int status = isLetIn ? refusal.orElse(200) : 407;
    if (status != 200) {
      Relay.write(
          client,
          "HTTP/1.1 "
              + status
              + " No\r\nProxy-Authenticate: Basic realm=x\r\n"
              + "Content-Length: 0\r\nConnection: close\r\n\r\n");
      return Optional.empty();
    }
    if (head.get(0).startsWith("CONNECT ")) {
      Relay.write(client, "HTTP/1.1 200 Connected\r\n\r\n");
      return Optional.of(List.of());
    }
    return Optional.of(head);
  }

  @Override
  public void close() {
    relay.close();
  }
}
