package io.cloudkit.provider.eda.connection;

import io.cloudkit.provider.eda.settings.EdaSettings;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no TLS with the other side, or none that can be trusted.
 *
 * @param found for a person, about it
 * @param remedy what to do
 */
public record TlsTrouble(String found, String remedy) {
  private static final Pattern REFUSED =
      Pattern.compile(
          "Received fatal alert: (bad_certificate|unsupported_certificate|certificate_\\w+"
              + "|unknown_ca|access_denied)");
  private static final String ALERT = "Received fatal alert";
  private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[([^]]*)]");
  private static final int LONGEST = 100;

  /**
   * What a handshake failed by.
   *
   * @param setting of the address
   */
  public static TlsTrouble of(IOException handshake, String setting) {
    if (Cause.has(handshake, CertificateExpiredException.class)) {
      return new TlsTrouble(
          "its certificate has expired", "have it renewed, or set the clock of this machine");
    }
    if (Cause.has(handshake, CertificateNotYetValidException.class)) {
      return new TlsTrouble(
          "its certificate is not valid yet", "compare the clocks of both machines");
    }
    if (Cause.has(handshake, SSLPeerUnverifiedException.class)) {
      return new TlsTrouble(
          "its certificate is for other hosts" + names(handshake),
          "name one of these in " + setting + ", or give it a certificate for this host");
    }
    if (isDistrust(handshake)) {
      return new TlsTrouble(
          "its certificate is of an authority that is not known here, or signed by itself",
          "name the file of that authority, or of that certificate, in " + EdaSettings.CA_FILE);
    }
    if (Cause.chain(handshake).anyMatch(each -> says(each, ALERT))) {
      return new TlsTrouble(
          "it refuses the handshake",
          "check that it takes TLS 1.2 or 1.3, and whether it asks for "
              + EdaSettings.CLIENT_CERTIFICATE_FILE);
    }
    if (Cause.chain(handshake).anyMatch(each -> says(each, "Unsupported or unrecognized SSL"))) {
      return new TlsTrouble("it does not speak TLS there", "begin " + setting + " with http://");
    }
    return new TlsTrouble(
        "the handshake failed",
        "check whether it speaks TLS ("
            + setting
            + " begins with https), and that its authority is trusted here ("
            + EdaSettings.CA_FILE
            + ")");
  }

  /**
   * Whether the other side does not take our certificate, or asks for one. By TLS 1.3 a client has
   * begun to send before the server has looked at its certificate; what it sent is not passed on
   * before that (RFC 8446, 2 and 6.2).
   */
  public static boolean isRefusalOfOurs(IOException cause) {
    return cause instanceof SSLException
        && REFUSED.matcher(String.valueOf(cause.getMessage())).find();
  }

  /** Whether a handshake that failed proves that the other side speaks TLS. */
  public static boolean provesTls(@Nullable Throwable handshake) {
    return handshake != null
        && (isDistrust(handshake)
            || Cause.has(handshake, SSLPeerUnverifiedException.class)
            || Cause.chain(handshake).anyMatch(each -> says(each, ALERT)));
  }

  private static boolean isDistrust(Throwable handshake) {
    return Cause.has(handshake, CertificateException.class)
        || Cause.has(handshake, CertPathBuilderException.class)
        || Cause.has(handshake, CertPathValidatorException.class);
  }

  private static boolean says(Throwable cause, String word) {
    return String.valueOf(cause.getMessage()).contains(word);
  }

  private static String names(Throwable handshake) {
    Optional<String> names =
        Cause.chain(handshake)
            .map(each -> NAMES.matcher(String.valueOf(each.getMessage())))
            .filter(Matcher::find)
            .map(found -> found.group(1).replaceAll("[^\\w.:*, -]", "?"))
            .findFirst();
    return names
        .filter(text -> !text.isBlank())
        .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
        .map(text -> ": " + text)
        .orElse("");
  }
}
