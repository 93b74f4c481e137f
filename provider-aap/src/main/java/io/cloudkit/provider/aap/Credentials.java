package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a request shows to be let in: a bearer token, or a user and a password (aap-api.md §1.5). It
 * is read anew for each request, so that it may rotate; and it is remembered since when AAP refuses
 * it. Thread-safe.
 */
final class Credentials {
  static final String HEADER = "Authorization";

  /** A gateway that lost its key has it again by then. */
  static final Duration MAY_PASS = Duration.ofMinutes(2);

  private static final int SHORTEST = 4;
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final Supplier<String> shown;
  private final String meaning;
  private final String unsendable;
  private final LongSupplier nanoTime;
  private final AtomicReference<Optional<Long>> refusedSince =
      new AtomicReference<>(Optional.empty());

  private Credentials(
      Supplier<String> shown, String meaning, String unsendable, LongSupplier nanoTime) {
    this.shown = shown;
    this.meaning = meaning;
    this.unsendable = unsendable;
    this.nanoTime = nanoTime;
  }

  /**
   * The token that is set, or the user and the password.
   *
   * @throws IllegalArgumentException if neither is set, or more than one of them, or a part
   */
  static Credentials of(ProviderConfig config, ProviderContext context) {
    Optional<Secret> token = secret(context, AapProviderFactory.TOKEN);
    Optional<Secret> password = secret(context, AapProviderFactory.PASSWORD);
    Optional<String> user = config.optional(AapProviderFactory.USER);
    boolean hasPassword = user.isPresent() || password.isPresent();
    if (token.isPresent()) {
      if (hasPassword) {
        throw new IllegalArgumentException(
            "token: expected it, or user and password, found both; remove one of them");
      }
      return ofToken(token.get(), context);
    }
    if (!hasPassword) {
      throw new IllegalArgumentException(
          "token: expected a token, or user and password instead; found none of them");
    }
    return ofUser(
        user.orElseThrow(
            () -> new IllegalArgumentException("user: expected whose password is set, found none")),
        password.orElseThrow(
            () -> new IllegalArgumentException("password: expected that of the user, found none")),
        context);
  }

  /** That secret, if it is set. */
  static Optional<Secret> secret(ProviderContext context, String property) {
    try {
      return Optional.of(context.secret(property));
    } catch (IllegalArgumentException notSet) {
      return Optional.empty();
    }
  }

  private static Credentials ofToken(Secret token, ProviderContext context) {
    String ofWhom = "token of provider " + context.instance();
    String setting = token.setting().orElse("its setting token");
    return new Credentials(
        // as it is sent: a header has no blanks at its end
        () -> BEARER + token.value().strip(),
        "AAP does not accept the " + ofWhom + "; check " + setting,
        "the "
            + ofWhom
            + ": expected printable characters without blanks, found others; correct "
            + setting,
        context.nanoTime());
  }

  private static Credentials ofUser(String user, Secret password, ProviderContext context) {
    if (user.contains(":")) {
      // RFC 7617 §2: the first colon ends the name
      throw new IllegalArgumentException(
          "user: expected a name without a colon, found one; use a token for this account");
    }
    String ofWhom = "password of provider " + context.instance();
    String settings =
        password.setting().map(set -> "user and " + set).orElse("its settings user and password");
    return new Credentials(
        () -> basic(user, password.value()),
        // aap-api.md §0, §1.5
        "AAP does not accept the "
            + ofWhom
            + "; check "
            + settings
            + ", and that AAP allows Basic authentication: 2.7 takes tokens alone",
        "the " + ofWhom + ": expected what a header can hold; correct " + settings,
        context.nanoTime());
  }

  /** As in RFC 7617. */
  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return BASIC + Base64.getEncoder().encodeToString(pair);
  }

  /** The header's value as it is now. */
  String header() {
    return shown.get();
  }

  /** What is told where {@link #header} can not be sent. */
  String unsendable() {
    return unsendable;
  }

  /** AAP let a request in. */
  void accepted() {
    refusedSince.set(Optional.empty());
  }

  /**
   * AAP answered 401.
   *
   * @param header what it was shown
   * @param isBehindGateway whether the gateway stands before it, which answers so, too, while it
   *     has trouble of its own (aap-api.md §1.6)
   */
  Refusal refused(String header, boolean isBehindGateway) {
    long now = nanoTime.getAsLong();
    long since = refusedSince.updateAndGet(before -> before.or(() -> Optional.of(now))).orElse(now);
    if (isReplaced(header)) {
      return new Refusal("what was shown has been replaced meanwhile; it is tried again", true);
    }
    boolean mayPass = isBehindGateway && now - since < MAY_PASS.toNanos();
    return new Refusal(
        mayPass ? meaning + ", if it does not pass: the gateway may be in trouble" : meaning,
        mayPass);
  }

  /** Whether something else would be shown now. */
  boolean isReplaced(String header) {
    try {
      return !header().equals(header);
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  /**
   * Why a request was not let in.
   *
   * @param meaning and what to do, for a person
   * @param mayPass whether the same may be let in soon
   */
  record Refusal(String meaning, boolean mayPass) {}

  /** The text without what a request showed, should AAP repeat it. */
  static String mask(String header, String text) {
    String secret = header.substring(header.indexOf(' ') + 1);
    String masked = text.replace(secret, "***");
    if (!header.startsWith(BASIC)) {
      return masked;
    }
    String pair = new String(Base64.getDecoder().decode(secret), StandardCharsets.UTF_8);
    String password = pair.substring(pair.indexOf(':') + 1);
    // a shorter one is no secret, and would be found in the words around it
    return password.length() < SHORTEST ? masked : masked.replace(password, "***");
  }
}
