package io.cloudkit.provider.eda;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Shakes hands by TLS 1.3 with one client, and hears it out without an answer: whatever a server
 * says of its certificate reaches the client, which has begun to send by then.
 */
final class Doorkeeper implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CompletableFuture<String> protocol = new CompletableFuture<>();

  /** Whether clients have to show who they are. */
  enum Asks {
    FOR_NOTHING,
    FOR_A_CERTIFICATE
  }

  /** One that prefers HTTP/2. */
  Doorkeeper(SSLContext context, Asks asks) throws IOException {
    Thread thread =
        new Thread(
            () -> {
              try (Socket plain = server.accept()) {
                shakeHands(context, plain, asks);
                plain.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException gone) {
                protocol.completeExceptionally(gone);
              }
            },
            "doorkeeper");
    thread.setDaemon(true);
    thread.start();
  }

  private void shakeHands(SSLContext context, Socket plain, Asks asks) throws IOException {
    // it does not close what is below it: a reset would overtake what it said
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
    socket.setUseClientMode(false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    parameters.setNeedClientAuth(asks == Asks.FOR_A_CERTIFICATE);
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      protocol.complete(socket.getApplicationProtocol());
    } catch (IOException refused) {
      protocol.completeExceptionally(refused);
    }
  }

  String url() {
    return "https://127.0.0.1:" + server.getLocalPort();
  }

  /** What both sides agreed on, once they have. */
  String protocol() {
    return protocol.join();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
