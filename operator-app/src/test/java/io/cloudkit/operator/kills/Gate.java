package io.cloudkit.operator.kills;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between one process and one server, and passes HTTP/1.1 on, but for the request that its
 * trap waits for. Clients do not send a request before the last one was answered, so the first byte
 * of an answer says that the server has done what it was asked. Thread-safe.
 *
 * @param <W> whose requests these are
 */
final class Gate<W> implements AutoCloseable {
  private static final int BACKLOG = 256;
  private static final int CHUNK = 16 << 10;

  private final W sender;
  private final Server server;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Gate::daemon);
  private final AtomicReference<Optional<Trap<W>>> trap = new AtomicReference<>(Optional.empty());

  /** The server behind it. */
  @FunctionalInterface
  interface Server {
    Socket connect() throws IOException;
  }

  /** Opens a gate on a free port of the loopback address. */
  Gate(W sender, Server server) {
    this.sender = sender;
    this.server = server;
    try {
      this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    threads.execute(this::accept);
  }

  /** Its address, without a path. */
  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** Lays a trap, in the place of the last one. */
  void lay(Trap<W> next) {
    trap.set(Optional.of(next));
  }

  @Override
  public void close() {
    closeQuietly(listening);
    open.forEach(Gate::closeQuietly);
    threads.shutdownNow();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        // the loop ends
      }
    }
  }

  private void serve(Socket client) {
    try (Socket behind = server.connect()) {
      open.add(client);
      open.add(behind);
      AtomicReference<Optional<Trap<W>>> awaiting = new AtomicReference<>(Optional.empty());
      threads.execute(() -> answers(behind, client, awaiting));
      requests(client, behind, awaiting);
      open.remove(behind);
    } catch (IOException | TimeoutException broken) {
      // one side went: so does the other
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(client);
      open.remove(client);
    }
  }

  private void requests(Socket client, Socket behind, AtomicReference<Optional<Trap<W>>> awaiting)
      throws IOException, InterruptedException, TimeoutException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    OutputStream out = behind.getOutputStream();
    for (Optional<Request> next = Request.next(in); next.isPresent(); next = Request.next(in)) {
      Request request = next.get();
      Optional<Trap<W>> caught = trap.get().filter(each -> each.springsAt(request));
      boolean heldHere =
          caught.filter(each -> each.place() == Trap.Place.BEFORE_THE_SERVER).isPresent();
      if (heldHere && !caught.get().holds(sender)) {
        return;
      }
      awaiting.set(caught);
      out.write(request.head());
      out.write(request.body());
      out.flush();
      if (heldHere) {
        // whoever sent it may be gone; the server must not hear of that before it has done it
        caught.get().awaitAnswer();
      }
      if (request.isUpgrade()) {
        in.transferTo(out);
        return;
      }
    }
  }

  private void answers(Socket behind, Socket client, AtomicReference<Optional<Trap<W>>> awaiting) {
    try (InputStream in = behind.getInputStream();
        OutputStream out = client.getOutputStream()) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        Optional<Trap<W>> caught = awaiting.getAndSet(Optional.empty());
        caught.ifPresent(Trap::isAnswered);
        boolean heldHere =
            caught.filter(each -> each.place() == Trap.Place.AFTER_THE_ANSWER).isPresent();
        if (heldHere && !caught.get().holds(sender)) {
          return;
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException broken) {
      // one side went: so does the other
    } finally {
      closeQuietly(client);
      closeQuietly(behind);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // it is closed all the same
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    return thread;
  }
}
