package io.cloudkit.provider.aap;

/** Foreign text, made fit for one line of a status. */
final class Excerpt {
  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;

  private Excerpt() {}

  /** Without colours of a terminal and control characters; one blank between words. */
  static String oneLine(String text) {
    return text.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("[\\p{Cntrl}\\s]+", " ")
        .strip();
  }

  /** What the last line says that says anything: of a traceback, the error itself. */
  static String lastLine(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .reduce((before, after) -> after)
        .orElse("")
        .strip();
  }

  /** At most so many bytes of UTF-8; whole characters, and a sign where something is missing. */
  static String cut(String text, int maxBytes) {
    int room = maxBytes - ELLIPSIS_BYTES;
    int bytes = 0;
    int end = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      bytes += bytesOf(point);
      i += Character.charCount(point);
      if (bytes <= room) {
        end = i;
      }
      if (bytes > maxBytes) {
        return text.substring(0, end) + ELLIPSIS;
      }
    }
    return text;
  }

  static int bytes(String text) {
    return text.codePoints().map(Excerpt::bytesOf).sum();
  }

  private static int bytesOf(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }
}
