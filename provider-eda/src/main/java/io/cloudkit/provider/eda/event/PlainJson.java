package io.cloudkit.provider.eda.event;

import java.util.Locale;

/**
 * JSON that a reader of YAML takes for the same value (eda-api.md §2 "Parsing quirk"): event
 * streams read their events so. A quoted text in YAML has no control character, DEL included, a
 * next line in it is a blank, and blanks beside a line separator are lost; a number needs a dot
 * before its exponent and a sign in it.
 */
final class PlainJson {
  private final String json;
  private final StringBuilder plain;

  private PlainJson(String json) {
    this.json = json;
    this.plain = new StringBuilder(json.length() + 16);
  }

  /**
   * The same value.
   *
   * @param json compact, as Jackson writes it
   */
  static String of(String json) {
    return new PlainJson(json).written();
  }

  private String written() {
    boolean isText = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isText && c == '\\') {
        plain.append(c).append(json.charAt(++i));
      } else if (c == '"') {
        isText = !isText;
        plain.append(c);
      } else if (!isText && (c == 'E' || c == 'e') && isDigit(i - 1)) {
        exponent(i);
      } else if (isPrintable(c)) {
        plain.append(c);
      } else {
        plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return plain.toString();
  }

  private void exponent(int at) {
    int start = at;
    while (start > 0 && (isDigit(start - 1) || json.charAt(start - 1) == '.')) {
      start--;
    }
    if (json.indexOf('.', start) < 0 || json.indexOf('.', start) > at) {
      plain.append(".0");
    }
    plain.append('e');
    if (isDigit(at + 1)) {
      plain.append('+');
    }
  }

  private boolean isDigit(int at) {
    return at >= 0 && json.charAt(at) >= '0' && json.charAt(at) <= '9';
  }

  private static boolean isPrintable(char c) {
    return !Character.isISOControl(c)
        && c != '\u2028'
        && c != '\u2029'
        && c < '\ufffe'
        && c != '\ufeff';
  }
}
