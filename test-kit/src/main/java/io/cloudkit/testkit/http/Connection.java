package io.cloudkit.testkit.http;

import io.cloudkit.testkit.http.HttpFront.Desk;
import io.cloudkit.testkit.http.ReplyWriter.Afterwards;
import io.cloudkit.testkit.http.RequestReader.MalformedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/** One client's connection, served by one thread until either side has had enough. */
final class Connection {
  private record Due(Reply reply, long nanoTime) {}

  private final Socket raw;
  private final Optional<ServerTls> tls;
  private final int bodyLimit;
  private final Desk desk;
  private final Thread thread;

  /**
   * @param ended called once, when the connection is closed
   */
  Connection(
      Socket raw,
      Optional<ServerTls> tls,
      int bodyLimit,
      Desk desk,
      String name,
      Consumer<Connection> ended) {
    this.raw = raw;
    this.tls = tls;
    this.bodyLimit = bodyLimit;
    this.desk = desk;
    this.thread =
        new Thread(
            () -> {
              try {
                serve();
              } finally {
                ended.accept(this);
              }
            },
            name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it now, from any thread; what it still owes is not written. */
  void cut() {
    closeQuietly();
    thread.interrupt();
  }

  private void serve() {
    try {
      raw.setTcpNoDelay(true);
      if (tls.isEmpty()) {
        converse(raw, Optional.empty());
      } else if (desk.acceptsHandshake()) {
        converseByTls(handshake(tls.get()));
      }
    } catch (IOException e) {
      // the client has gone, as clients do
    } catch (InterruptedException e) {
      // cut, the only one who interrupts
    } finally {
      closeQuietly();
    }
  }

  private void converseByTls(SSLSocket socket) throws IOException, InterruptedException {
    Optional<String> subject =
        socket.getNeedClientAuth()
            ? Optional.of(socket.getSession().getPeerPrincipal().getName())
            : Optional.empty();
    converse(socket, subject);
  }

  private SSLSocket handshake(ServerTls server) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            server
                .context()
                .getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), false);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(server.clients() == ServerTls.Clients.WITH_CERTIFICATE);
    socket.startHandshake();
    return socket;
  }

  private void converse(Socket socket, Optional<String> clientSubject)
      throws IOException, InterruptedException {
    var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    var in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    RequestReader reader = new RequestReader(in, out, bodyLimit, clientSubject);
    WaitingClient client = new WaitingClient(socket, in);
    ReplyWriter writer = new ReplyWriter(out, client);
    Afterwards now = Afterwards.KEEP;
    while (now == Afterwards.KEEP) {
      Optional<WireRequest> request;
      try {
        request = reader.next();
      } catch (MalformedException malformed) {
        out.write(
            ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" + malformed.getMessage())
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
        return;
      }
      if (request.isEmpty()) {
        return;
      }
      boolean closes =
          request.get().header("Connection").filter("close"::equalsIgnoreCase).isPresent();
      Reply reply = decided(request.get(), client);
      now = writer.write(reply, request.get(), closes ? Afterwards.CLOSE : Afterwards.KEEP);
    }
    if (now == Afterwards.RESET) {
      raw.setSoLinger(true, 0); // closing it is a RST then
      raw.close();
    } else if (socket != raw) {
      socket.close();
    }
  }

  /** What the desk says, once it is due. */
  private Reply decided(WireRequest request, WaitingClient client)
      throws IOException, InterruptedException {
    CompletableFuture<Due> said = new CompletableFuture<>();
    desk.receive(
        request,
        (Reply reply, Duration after) ->
            said.complete(new Due(reply, System.nanoTime() + after.toNanos())));
    Due due = client.await(said);
    client.waitUntil(due.nanoTime());
    return due.reply();
  }

  private void closeQuietly() {
    try {
      raw.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }
}
