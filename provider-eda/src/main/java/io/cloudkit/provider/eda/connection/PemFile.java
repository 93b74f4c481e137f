package io.cloudkit.provider.eda.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates or a key in a file of PEM as it was read, with errors that name the setting and show
 * no key.
 *
 * @param setting which setting named it
 */
record PemFile(String setting, String file, String text) {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END [A-Z ]*PRIVATE KEY-----",
          Pattern.DOTALL);

  /**
   * The file as it is now.
   *
   * @throws IllegalArgumentException if it can not be read
   */
  static PemFile read(String setting, String name) {
    PemFile empty = new PemFile(setting, name, "");
    try {
      Path file = Path.of(name);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // a pipe could block for ever
        throw empty.unfit("expected a readable file, found something else");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw empty.unfit("expected at most " + MOST_BYTES + " bytes, found more");
        }
        return new PemFile(setting, name, new String(bytes, StandardCharsets.ISO_8859_1));
      }
    } catch (NoSuchFileException none) {
      throw empty.unfit("expected a readable file, found none");
    } catch (IOException | InvalidPathException unreadable) {
      throw empty.unfit("expected a file that this process may read, found another");
    }
  }

  /**
   * All certificates.
   *
   * @return at least one
   * @throws IllegalArgumentException if there is none
   */
  List<X509Certificate> certificates() {
    List<String> blocks = CERTIFICATE.matcher(text).results().map(block -> block.group()).toList();
    if (blocks.isEmpty()) {
      throw unfit("expected PEM certificates (BEGIN CERTIFICATE), found none");
    }
    byte[] all = String.join("\n", blocks).getBytes(StandardCharsets.US_ASCII);
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(all))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException garbled) {
      throw unfit("expected PEM certificates, found a garbled one");
    }
  }

  /**
   * The key of a certificate.
   *
   * @throws IllegalArgumentException if it is none, another one's, or in another form
   */
  PrivateKey keyOf(X509Certificate certificate) {
    Matcher block = KEY.matcher(text);
    if (!block.find()) {
      throw unfit("expected a PEM key (BEGIN PRIVATE KEY), found none");
    }
    if (!block.group(1).isEmpty()) {
      throw unfit(
          "expected a key in PKCS #8 without a password (BEGIN PRIVATE KEY), found BEGIN "
              + block.group(1)
              + "PRIVATE KEY; convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
    }
    String algorithm = certificate.getPublicKey().getAlgorithm();
    PrivateKey key;
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
      key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException garbled) {
      throw unfit("expected the " + algorithm + " key of the certificate, found another");
    }
    if (!isPair(key, certificate)) {
      throw unfit("expected the key of the certificate, found another one");
    }
    return key;
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return true;
    }
    try {
      byte[] message = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(message);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(message);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }

  private IllegalArgumentException unfit(String why) {
    return new IllegalArgumentException(
        setting + ": " + why + "; correct " + file + " or the setting");
  }

  /** Shows nothing of what is in it. */
  @Override
  public String toString() {
    return setting + " " + file;
  }
}
