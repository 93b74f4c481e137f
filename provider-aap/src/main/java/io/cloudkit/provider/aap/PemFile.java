package io.cloudkit.provider.aap;

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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates or keys in a file of PEM, as it was read, with errors that name the setting and show
 * no key. Two are equal if they hold the same.
 */
record PemFile(String setting, String file, String text) {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END [A-Z ]*PRIVATE KEY-----",
          Pattern.DOTALL);
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  /**
   * All certificates of the file.
   *
   * @return at least one
   * @throws IllegalArgumentException if there is none
   */
  List<X509Certificate> certificates() {
    List<String> blocks = CERTIFICATE.matcher(text).results().map(block -> block.group()).toList();
    if (blocks.isEmpty()) {
      throw unfit("expected PEM certificates (BEGIN CERTIFICATE), found none");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return factory
          .generateCertificates(
              new ByteArrayInputStream(
                  String.join("\n", blocks).getBytes(StandardCharsets.US_ASCII)))
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
  PrivateKey key(X509Certificate certificate) {
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
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm)
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(2))));
      if (!isPair(key, certificate)) {
        throw unfit("expected the key of the certificate, found another one");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException garbled) {
      if (garbled instanceof UnfitException told) {
        throw told;
      }
      throw unfit("expected the " + algorithm + " key of the certificate, found another");
    }
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    byte[] text = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(text);
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(text);
    return verifying.verify(signing.sign());
  }

  /**
   * Reads the file of a setting.
   *
   * @throws IllegalArgumentException if it can not be read
   */
  static PemFile read(String setting, String name) {
    try {
      Path file = Path.of(name);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // a pipe could block for ever
        throw unfit(setting, name, "expected a readable file, found something else");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw unfit(setting, name, "expected at most " + MOST_BYTES + " bytes, found more");
        }
        return new PemFile(setting, name, new String(bytes, StandardCharsets.ISO_8859_1));
      }
    } catch (NoSuchFileException none) {
      throw unfit(setting, name, "expected a readable file, found none");
    } catch (IOException | InvalidPathException unreadable) {
      throw unfit(setting, name, "expected a file that this process may read, found another");
    }
  }

  /** What is wrong with a file, for a person. */
  private static final class UnfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  private UnfitException unfit(String why) {
    return unfit(setting, file, why);
  }

  private static UnfitException unfit(String setting, String file, String why) {
    return new UnfitException(setting + ": " + why + "; correct " + file + " or the setting");
  }

  /** Never shows what it holds. */
  @Override
  public String toString() {
    return file;
  }
}
