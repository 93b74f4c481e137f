package io.cloudkit.testkit.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client of a connection while it is kept waiting: for a reply that hangs, for ever perhaps. It
 * is looked at once a second, so that no thread waits for whom nobody waits. Called by the thread
 * of the connection alone.
 */
final class WaitingClient {
  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

  private final Socket socket;
  private final InputStream in;

  /**
   * A client that is there.
   *
   * @param in that of the socket, which can take a look back
   */
  WaitingClient(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  /**
   * What is said at last.
   *
   * @throws IOException if the client goes before
   */
  <T> T await(CompletableFuture<T> said) throws IOException, InterruptedException {
    while (true) {
      try {
        return said.get(LOOK_EVERY, TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        look();
      } catch (ExecutionException e) {
        throw new IllegalStateException("it is only ever completed with a reply", e);
      }
    }
  }

  /**
   * Lets it wait until that moment of {@link System#nanoTime}.
   *
   * @throws IOException if the client goes before
   */
  void waitUntil(long nanoTime) throws IOException, InterruptedException {
    long left = nanoTime - System.nanoTime();
    for (; left > LOOK_EVERY; left = nanoTime - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY);
      look();
    }
    TimeUnit.NANOSECONDS.sleep(left);
  }

  /** Who has closed its side reads no answer either: no client of HTTP closes half. */
  private void look() throws IOException {
    in.mark(1);
    socket.setSoTimeout(1);
    try {
      if (in.read() < 0) {
        throw new EOFException("the client has gone");
      }
      in.reset();
    } catch (SocketTimeoutException silent) {
      // it waits
    } finally {
      socket.setSoTimeout(0);
    }
  }
}
