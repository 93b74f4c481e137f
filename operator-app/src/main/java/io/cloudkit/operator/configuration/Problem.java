package io.cloudkit.operator.configuration;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One mistake in the configuration.
 *
 * @param variable the setting that it is about, by the name by which it was or would be set
 * @param found {@code is "…"}, or {@code is not set}; never a secret
 * @param expected {@code expected …}, and what to do
 */
public record Problem(String variable, String found, String expected) {
  private static final int SHOWN = 120;
  private static final String GAP = "   ";

  /** A name that could be several settings. */
  static Problem ambiguous(String name, List<String> keys) {
    return new Problem(
        name,
        "is ambiguous",
        "expected one meaning; it could be "
            + String.join(" or ", keys)
            + ": set the one that you mean by that key, in a properties file or as -Dcloudkit.<key>");
  }

  /** The default provider is at fault itself. */
  static Problem unusable(String instance, String why) {
    return new Problem(
        "provider " + instance,
        "can not be used",
        why
            + "; replace its jar, or set "
            + Setting.PREFIX
            + "PROVISIONING_PROVIDER to another instance");
  }

  /** What was found, for a person. */
  static String quoted(String value) {
    return "is " + shown(value);
  }

  /**
   * A value in quotes: one line, bounded, without the user part and the query of an address, either
   * of which may hold a secret.
   */
  static String shown(String value) {
    String tame =
        value
            .replaceAll("(?s)//.*@", "//***@")
            .replaceAll("(?s)(://[^?]*\\?).+", "$1***")
            .replaceAll("\\p{Cntrl}", "?");
    return "\"" + (tame.length() > SHOWN ? tame.substring(0, SHOWN) + "…" : tame) + "\"";
  }

  /** All mistakes, one a line, in columns. */
  static String report(List<Problem> problems) {
    int width = problems.stream().mapToInt(problem -> problem.left().length()).max().orElse(0);
    String format = "%-" + Math.max(1, width) + "s" + GAP + "%s";
    return problems.stream()
        .map(problem -> String.format(format, problem.left(), problem.expected()))
        .collect(
            Collectors.joining(
                "\n",
                "configuration: "
                    + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems")
                    + ", nothing was started\n",
                ""));
  }

  private String left() {
    return "  " + variable + "  " + found;
  }
}
