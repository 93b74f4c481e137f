package io.cloudkit.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The socket side: reads requests, hands them to the desk, and writes each reply when it is due.
 * Each connection has a thread of its own, so that one that waits, or is made to suffer, holds up
 * no other. Thread-safe.
 */
public final class HttpFront {
  private static final int BACKLOG = 4_096;

  /** Where the reply to one request goes: at once, later, or never, which hangs the client. */
  @FunctionalInterface
  public interface Answering {
    /**
     * Called once at most, from any thread, and not waited for.
     *
     * @param after from now
     */
    void reply(Reply reply, Duration after);

    /** An answer at once. */
    default void answer(HttpAnswer answer) {
      reply(new Reply.Whole(answer), Duration.ZERO);
    }
  }

  /** Decides about a request; called on the connections' threads. */
  @FunctionalInterface
  public interface Desk {
    void receive(WireRequest request, Answering answering);

    /** Whether a TLS handshake that begins may go on; else its connection is closed. */
    default boolean acceptsHandshake() {
      return true;
    }
  }

  private final InetSocketAddress address;
  private final int bodyLimit;
  private final Desk desk;
  private final String name;
  private final Optional<ServerTls> tls;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private int port;
  private @Nullable ServerSocket listening;
  private @Nullable Thread acceptor;

  /**
   * A front that does not listen yet.
   *
   * @param bodyLimit longest body that is kept, in bytes; the desk sees which are longer
   * @param name of its threads
   * @param tls speaks TLS by this; plain HTTP without
   */
  public HttpFront(
      InetSocketAddress address, int bodyLimit, Desk desk, String name, Optional<ServerTls> tls) {
    this.address = address;
    this.bodyLimit = bodyLimit;
    this.port = address.getPort();
    this.desk = desk;
    this.name = name;
    this.tls = tls;
  }

  /** Listens, after a stop on the same port as before. Throws UncheckedIOException if taken. */
  public synchronized void start() {
    if (listening != null) {
      return;
    }
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.getAddress(), port), BACKLOG);
      port = socket.getLocalPort();
      listening = socket;
      Thread accepting = new Thread(() -> accept(socket), name + "-accept");
      accepting.setDaemon(true);
      accepting.start();
      acceptor = accepting;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on " + address.getHostString() + ":" + port + ": " + e.getMessage(), e);
    }
  }

  /** Cuts every connection; new ones are refused. The port is free when this returns. */
  public void stop() {
    Thread leaving;
    synchronized (this) {
      leaving = acceptor;
      acceptor = null;
      closeQuietly();
      connections.forEach(Connection::cut);
    }
    if (leaving != null) {
      awaitEnd(leaving);
    }
  }

  private void closeQuietly() {
    if (listening != null) {
      try {
        listening.close();
      } catch (IOException e) {
        // it is closed all the same
      }
      listening = null;
    }
  }

  /** Until the thread has left its accept the kernel keeps the socket that it closes. */
  private static void awaitEnd(Thread leaving) {
    try {
      leaving.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code http://host:port}, or https, without a path. */
  public synchronized String url() {
    return (tls.isPresent() ? "https://" : "http://") + address.getHostString() + ":" + port;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        serve(socket, socket.accept());
      } catch (IOException e) {
        // stopped, or a client that went before it was served
      }
    }
  }

  /** Under the lock of {@link #stop}, which so misses no connection. */
  private synchronized void serve(ServerSocket socket, Socket client) throws IOException {
    if (socket != listening) {
      client.close();
      return;
    }
    Connection connection =
        new Connection(
            client,
            tls,
            bodyLimit,
            desk,
            name + "-" + accepted.incrementAndGet(),
            connections::remove);
    connections.add(connection);
    connection.start();
  }
}
