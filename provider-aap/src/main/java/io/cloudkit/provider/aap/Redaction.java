package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what people are shown of a job: what a playbook says is written by anybody,
 * and a status is read by many. Thread-safe.
 */
final class Redaction {
  private static final String MASK = "***";

  /** Of a longer text the rest is not shown: a pattern must not take long. */
  private static final int MAX = 2048;

  /** What AAP writes in the place of a secret: aap-api.md §3.6. */
  private static final String ENCRYPTED = "$encrypted$";

  /** The words of one name may be joined by anything, or by nothing. */
  private static final String KEY =
      "(?:" + SecretVariables.USUAL.replace(",", "|").replace("_", "[_-]?") + ")";

  /** Each hides what follows its first group. */
  private static final List<Pattern> USUAL =
      List.of(
          Pattern.compile("(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----).*?(?:-----END [^-]*-----|$)"),
          Pattern.compile(
              "(?i)("
                  + KEY
                  + "[\\w-]{0,30}(?:\\\\?[\"'])?\\s?[=:]\\s?)"
                  + "(?:\\\\?\"[^\"]*(?:\"|$)|\\\\?'[^']*(?:'|$)|\\S+)"),
          Pattern.compile("(?i)(--[\\w-]{0,30}" + KEY + "[\\w-]{0,30} )\\S+"),
          Pattern.compile("(?i)\\b((?:bearer|basic) )[\\w.~+/=-]{8,}"),
          Pattern.compile("(://)[^/\\s@]+(?=@)"),
          Pattern.compile("\\b(eyJ)[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]*)?"));

  private final List<Secret> secrets;
  private final Optional<Pattern> own;

  /**
   * Hides what usually is a secret, and these.
   *
   * @param secrets of the provider; read for each text, since they rotate
   * @param own what else is hidden, if anything
   */
  Redaction(List<Secret> secrets, Optional<Pattern> own) {
    this.secrets = List.copyOf(secrets);
    this.own = own;
  }

  /** The text on one line and not too long, with {@code ***} for each secret. */
  String over(String text) {
    if (text.isEmpty()) {
      return text; // as most texts of most jobs are; a secret may be a file to be read
    }
    String shown = text;
    for (Secret secret : secrets) {
      shown = hide(shown, secret);
    }
    shown = shown.replace(ENCRYPTED, MASK);
    shown = shown.length() > MAX ? shown.substring(0, MAX) + "…" : shown;
    shown = Excerpt.oneLine(shown);
    for (Pattern pattern : USUAL) {
      shown = pattern.matcher(shown).replaceAll("$1" + MASK);
    }
    return own.isPresent() ? hide(shown, own.get()) : shown;
  }

  private static String hide(String text, Secret secret) {
    try {
      String value = secret.value().strip(); // as it is sent
      return value.isEmpty() ? text : text.replace(value, MASK);
    } catch (RuntimeException unreadable) {
      return text; // its file went away: then it was not used either
    }
  }

  /** A pattern that is too much for this text hides all of it. */
  private static String hide(String text, Pattern pattern) {
    try {
      return pattern.matcher(new PatientText(text)).replaceAll(MASK);
    } catch (PatientText.ExhaustedException | StackOverflowError tooMuch) {
      return MASK;
    }
  }
}
