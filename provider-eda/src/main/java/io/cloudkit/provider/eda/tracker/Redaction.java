package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.Proof;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps secrets out of the words of AAP that people are shown: anybody writes them, and a status is
 * read by many. Hides what the provider of AAP hides. Thread-safe.
 */
final class Redaction {
  private static final String MASK = "***";
  private static final int LONGEST = 200;

  /** Of a longer text the rest is not looked at: a pattern must not take long. */
  private static final int LONGEST_READ = 2048;

  /** What AAP writes in the place of a secret: aap-api.md §3.6. */
  private static final String ENCRYPTED = "$encrypted$";

  /** Of a job and of an event of it. */
  private static final List<String> SHOWN = List.of("job_explanation", "task", "role", "host_name");

  private static final String KEY =
      "(?:password|passwd|passphrase|secret|token|(?:api|private|access)[_-]?key|credential)";

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

  private final List<Proof.Named> secrets;

  private Redaction(List<Proof.Named> secrets) {
    this.secrets = secrets;
  }

  /** Also of what this instance shows to EDA and to AAP. */
  static Redaction of(ProviderContext context) {
    return new Redaction(
        Stream.of(
                TrackerSettings.TOKEN,
                EdaSettings.TOKEN,
                EdaSettings.PASSWORD,
                EdaSettings.HMAC_SECRET)
            .map(setting -> Proof.Named.of(context, setting))
            .flatMap(Optional::stream)
            .toList());
  }

  /** Changes rows of jobs or of events in the places that people are shown. */
  void over(JsonNode rows) {
    for (JsonNode row : rows) {
      if (row instanceof ObjectNode fields) {
        SHOWN.forEach(name -> over(fields, name));
      }
    }
  }

  private void over(ObjectNode row, String name) {
    String text = row.path(name).asText("");
    if (!text.isEmpty()) { // as most are; a secret may be a file to be read
      row.put(name, over(text));
    }
  }

  /** The text on one line and not too long, with {@code ***} for each secret. */
  String over(String text) {
    String shown = text;
    for (Proof.Named secret : secrets) {
      shown = hide(shown, secret);
    }
    shown = shown.replace(ENCRYPTED, MASK);
    shown = shown.length() > LONGEST_READ ? shown.substring(0, LONGEST_READ) + "…" : shown;
    shown = shown.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    for (Pattern pattern : USUAL) {
      shown = pattern.matcher(shown).replaceAll("$1" + MASK);
    }
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
  }

  private static String hide(String text, Proof.Named secret) {
    try {
      return Credentials.mask(text, secret.value());
    } catch (ProviderException unreadable) {
      return text; // its file went away: then it was not shown either
    }
  }
}
