package io.cloudkit.provider.eda.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a connection failed, for people: the names of exceptions say little to them. */
public final class Cause {
  /** Against causes that go round in a ring. */
  private static final int DEEPEST = 20;

  /** The head of an alert of TLS where an answer of HTTP should begin, as OkHttp tells of it. */
  private static final String ALERT = "\u0015\u0003";

  private static final String ALERT_IN_HEX = "content=1503";

  private Cause() {}

  /** Why, in a few words and without anything that the other side said. */
  public static String words(IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return "it was interrupted";
    }
    if (has(cause, NoRouteToHostException.class)) {
      return "there is no way to that address";
    }
    if (has(cause, ConnectException.class)) {
      return "nobody listens there";
    }
    if (has(cause, InterruptedIOException.class)) {
      return "no answer in time";
    }
    if (has(cause, EOFException.class)) {
      return "it was closed without an answer";
    }
    if (has(cause, SocketException.class)) {
      return "it was reset";
    }
    if (has(cause, ProtocolException.class)) {
      return "the answer is no HTTP";
    }
    return has(cause, SSLException.class)
        ? "TLS failed"
        : "it failed (" + cause.getClass().getSimpleName() + ")";
  }

  /** Whether what should have been an answer of HTTP is a message of TLS. */
  public static boolean isTlsInPlaceOfHttp(IOException cause) {
    return chain(cause)
        .map(each -> String.valueOf(each.getMessage()))
        .anyMatch(said -> said.contains(": " + ALERT) || said.contains(ALERT_IN_HEX));
  }

  /**
   * Whether the other side went away within the handshake, as one does that starts, stops or is
   * full. Who does not speak TLS, or trusts nobody, says so.
   */
  public static boolean isBrokenOff(IOException handshake) {
    return has(handshake, EOFException.class)
        || has(handshake, SocketException.class)
        || has(handshake, InterruptedIOException.class);
  }

  static boolean has(Throwable cause, Class<? extends Throwable> kind) {
    return chain(cause).anyMatch(kind::isInstance);
  }

  static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
  }
}
