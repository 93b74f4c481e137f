package io.cloudkit.provider.aap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;

/** The end of TLS before a server that speaks plain HTTP/1.1. */
final class TlsEnd implements AutoCloseable {
  private final List<List<String>> offers = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Certificate> clients = new CopyOnWriteArrayList<>();
  private final Relay relay;

  /** Who is let in. */
  enum Client {
    ANYBODY,
    WITH_CERTIFICATE
  }

  TlsEnd(String target, HandshakeCertificates own, Client client) {
    try {
      SSLServerSocket listening =
          (SSLServerSocket)
              own.sslContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      listening.setNeedClientAuth(client == Client.WITH_CERTIFICATE);
      relay = new Relay(listening, target, this::greet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return relay.port();
  }

  /** The protocols that each connection was offered (ALPN). */
  List<List<String>> offers() {
    return offers;
  }

  /** The lines before the body of the first request of each connection. */
  List<String> heads() {
    return heads;
  }

  /** The certificate of each connection's client, where one is asked for. */
  List<Certificate> clients() {
    return clients;
  }

  private Optional<List<String>> greet(Socket client) throws IOException {
    SSLSocket socket = (SSLSocket) client;
    socket.setHandshakeApplicationProtocolSelector(
        (its, offered) -> {
          offers.add(offered);
          return "http/1.1";
        });
    socket.startHandshake();
    if (socket.getNeedClientAuth()) {
      clients.add(socket.getSession().getPeerCertificates()[0]);
    }
    List<String> head = Relay.head(socket.getInputStream());
    heads.addAll(head);
    return Optional.of(head);
  }

  @Override
  public void close() {
    relay.close();
  }
}
