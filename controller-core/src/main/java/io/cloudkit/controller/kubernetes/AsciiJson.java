package io.cloudkit.controller.kubernetes;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/**
 * JSON in UTF-8, with all that is not ASCII escaped, which only stands in strings. fabric8 7.5.2
 * decodes what it has of a watch over plain HTTP into a buffer of as many characters as there are
 * bytes, and takes all of that ({@code WatchHTTPManager}): after an umlaut the next event begins
 * with a NUL, can not be read, and ends the watch for good. A character of which half was read is
 * lost to it, too.
 */
final class AsciiJson extends ForwardingSource {
  private final Buffer read = new Buffer();
  private final Buffer escaped = new Buffer();

  AsciiJson(Source json) {
    super(json);
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    while (escaped.exhausted()) {
      if (super.read(read, byteCount) == -1) {
        return -1;
      }
      escape();
    }
    return escaped.read(sink, byteCount);
  }

  private void escape() throws IOException {
    while (!read.exhausted()) {
      int length = lengthOfCharacter(read.getByte(0));
      if (read.size() < length) {
        return; // the rest of it comes
      }
      if (length == 1) {
        escaped.write(read, 1);
      } else {
        for (char unit : Character.toChars(read.readUtf8CodePoint())) {
          escaped.writeUtf8("\\u%04x".formatted((int) unit));
        }
      }
    }
  }

  /** In UTF-8, by its first byte. */
  private static int lengthOfCharacter(byte first) {
    if ((first & 0xE0) == 0xC0) {
      return 2;
    }
    if ((first & 0xF0) == 0xE0) {
      return 3;
    }
    return (first & 0xF8) == 0xF0 ? 4 : 1;
  }
}
