package io.cloudkit.provider.eda.connection;

import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Request;
import okio.ByteString;

/**
 * What a request shows to be let in, beside a certificate of TLS: nothing, a token, user and
 * password, a signature, or a signature with one of the others (eda-api.md §1, §2).
 */
public final class Credentials {
  public static final String AUTHORIZATION = "Authorization";

  /** A shorter secret would be found in the words around it. */
  private static final int SHORTEST_MASKED = 4;

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+"); // RFC 9110
  private static final Pattern PRINTABLE = Pattern.compile("([!-~][ -~]*)?");
  private static final Set<String> TAKEN =
      Set.of("content-type", "content-length", "host", "x-request-id", "transfer-encoding");

  private static final String READ_BY_PEOPLE =
      " on to its rules, and they to the variables of the jobs, where people read the ";

  /** A token, or user and password. */
  private final Optional<Proof> identity;

  private final Optional<HmacSignature> signature;

  /** All that are set. */
  private final List<Proof.Named> secrets;

  /** The setting of the certificate that TLS shows, if there is one. */
  private final Optional<String> certificate;

  private Credentials(
      Optional<Proof> identity,
      Optional<HmacSignature> signature,
      List<Proof.Named> secrets,
      Optional<String> certificate) {
    this.identity = identity;
    this.signature = signature;
    this.secrets = secrets;
    this.certificate = certificate;
  }

  /**
   * As it is configured.
   *
   * @throws IllegalArgumentException if settings contradict each other
   */
  public static Credentials of(ProviderConfig config, ProviderContext context) {
    Optional<Proof> token =
        Proof.Named.of(context, EdaSettings.TOKEN)
            .map(named -> new Proof.Token(named, header(config, EdaSettings.AUTH_HEADER)));
    Optional<Proof> password = password(config, context);
    Optional<HmacSignature> signature =
        Proof.Named.of(context, EdaSettings.HMAC_SECRET)
            .map(
                named ->
                    new HmacSignature(
                        named,
                        header(config, EdaSettings.HMAC_HEADER),
                        config.string(EdaSettings.HMAC_ALGORITHM),
                        HmacSignature.Encoding.of(config.string(EdaSettings.HMAC_ENCODING)),
                        prefix(config)));
    if (token.isPresent() && password.isPresent()) {
      throw new IllegalArgumentException(
          "token: expected it, or user and password, found both; remove one of them");
    }
    Optional<Proof> identity = token.or(() -> password);
    if (identity.isEmpty()) {
      refuseAlone(config, "token, or user and password", EdaSettings.AUTH_HEADER);
    }
    if (signature.isEmpty()) {
      refuseAlone(
          config,
          EdaSettings.HMAC_SECRET,
          EdaSettings.HMAC_HEADER,
          EdaSettings.HMAC_ALGORITHM,
          EdaSettings.HMAC_ENCODING,
          EdaSettings.HMAC_PREFIX);
    }
    if (signature.isPresent()
        && identity
            .filter(each -> each.header().equalsIgnoreCase(signature.get().header()))
            .isPresent()) {
      throw new IllegalArgumentException(
          EdaSettings.HMAC_HEADER
              + ": expected another header than the one that shows who posts, found the same");
    }
    return new Credentials(
        identity,
        signature,
        Stream.of(EdaSettings.TOKEN, EdaSettings.PASSWORD, EdaSettings.HMAC_SECRET)
            .map(setting -> Proof.Named.of(context, setting))
            .flatMap(Optional::stream)
            .toList(),
        config
            .optional(EdaSettings.CLIENT_CERTIFICATE_FILE)
            .map(file -> EdaSettings.CLIENT_CERTIFICATE_FILE));
  }

  private static Optional<Proof> password(ProviderConfig config, ProviderContext context) {
    Optional<String> user = config.optional(EdaSettings.USER);
    Optional<Proof.Named> password = Proof.Named.of(context, EdaSettings.PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException(
          EdaSettings.USER + ": expected it together with password, found one of them");
    }
    if (user.filter(name -> name.contains(":")).isPresent()) {
      // RFC 7617 §2: the first colon ends the name
      throw new IllegalArgumentException(
          EdaSettings.USER + ": expected a name without a colon, found one");
    }
    return password.map(
        named ->
            new Proof.Password(user.orElseThrow(), named, header(config, EdaSettings.AUTH_HEADER)));
  }

  /** Settings that say how something is shown that is not set: they would do nothing. */
  private static void refuseAlone(ProviderConfig config, String missing, String... settings) {
    for (String setting : settings) {
      String usual = EdaSettings.usual(setting);
      if (config.optional(setting).filter(value -> !value.equalsIgnoreCase(usual)).isPresent()) {
        throw new IllegalArgumentException(
            setting + ": expected it together with " + missing + ", found it alone");
      }
    }
  }

  private static String prefix(ProviderConfig config) {
    String prefix = config.optional(EdaSettings.HMAC_PREFIX).orElse("");
    if (!PRINTABLE.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          EdaSettings.HMAC_PREFIX
              + ": expected printable ASCII characters, found others, or a blank before them");
    }
    return prefix;
  }

  private static String header(ProviderConfig config, String setting) {
    String name = config.string(setting);
    if (!HEADER.matcher(name).matches() || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          setting + ": expected the name of a header that is free, found \"" + name + "\"");
    }
    return name;
  }

  /** Whether there is a token, or user and password. */
  public boolean hasIdentity() {
    return identity.isPresent();
  }

  public boolean hasSignature() {
    return signature.isPresent();
  }

  /** Whether requests show anything, beside what TLS does. */
  public boolean isAnyShown() {
    return hasIdentity() || hasSignature();
  }

  public boolean areNone() {
    return !isAnyShown() && certificate.isEmpty();
  }

  /**
   * Shows who posts.
   *
   * @throws NotSentException if it can not be shown
   */
  public void authorize(Request.Builder request) {
    identity.ifPresent(proof -> proof.show(request, new byte[0]));
  }

  /**
   * Signs exactly those bytes.
   *
   * @throws NotSentException if they can not be signed
   */
  public void sign(Request.Builder request, ByteString body) {
    signature.ifPresent(proof -> proof.show(request, body.toByteArray()));
  }

  /** What to look at if it is not let in. */
  public String remedy() {
    List<String> settings =
        Stream.concat(proofs().flatMap(proof -> proof.settings().stream()), certificate.stream())
            .toList();
    return settings.isEmpty()
        ? "set token, hmac-secret, user and password, or client-certificate-file, as it asks for"
        : "check " + String.join(", ", settings);
  }

  /** The text without what the request showed, should the other side have repeated it. */
  public String mask(Request request, String text) {
    List<String> secrets = new ArrayList<>();
    proofs()
        .forEach(
            proof ->
                Optional.ofNullable(request.header(proof.header()))
                    .ifPresent(value -> secrets.addAll(proof.secretsOf(value))));
    String masked = text;
    for (String secret : secrets) {
      masked = mask(masked, secret);
    }
    return masked;
  }

  /** The text without that secret, unless it is so short that other words hold it, too. */
  public static String mask(String text, String secret) {
    return secret.length() < SHORTEST_MASKED ? text : text.replace(secret, "***");
  }

  /** That a secret is too short to be masked. One that can not be read is told of elsewhere. */
  public Optional<Finding> cautionOfShortSecret() {
    return secrets.stream()
        .filter(Credentials::isShort)
        .findFirst()
        .map(
            secret ->
                Finding.warning(
                    secret.setting(),
                    "expected at least "
                        + SHORTEST_MASKED
                        + " characters, found fewer: it is not hidden where EDA or AAP repeats it,"
                        + " since other words hold it, too",
                    "set a longer one, here and there"));
  }

  private static boolean isShort(Proof.Named secret) {
    try {
      return secret.value().length() < SHORTEST_MASKED;
    } catch (NotSentException unreadable) {
      return false;
    }
  }

  /**
   * What to be careful of where a webhook gets the events: who reads the jobs reads what is shown.
   */
  public Optional<Finding> cautionOfWebhook() {
    return identity
        .filter(proof -> !proof.header().equalsIgnoreCase(AUTHORIZATION))
        .map(
            proof -> {
              String secret = proof.settings().get(0);
              return Finding.warning(
                  EdaSettings.AUTH_HEADER,
                  "a webhook passes the header " + proof.header() + READ_BY_PEOPLE + secret,
                  "let it ask for the " + secret + " in Authorization, or use an event stream");
            });
  }

  /** The same of an event stream: it keeps back the one header by which it lets in. */
  public Optional<Finding> cautionOfEventStream() {
    // eda-api.md §2
    return identity
        .filter(proof -> signature.isPresent() || certificate.isPresent())
        .map(
            proof -> {
              String secret = proof.settings().get(0);
              return Finding.warning(
                  secret,
                  "an event stream that asks for a signature or a certificate may pass the header "
                      + proof.header()
                      + READ_BY_PEOPLE
                      + secret,
                  "show one of them alone, or let the event stream name the headers that it passes"
                      + " on");
            });
  }

  private Stream<Proof> proofs() {
    return Stream.concat(identity.stream(), signature.stream());
  }
}
