package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a person named, which may be anything. */
final class SmallFile {
  private SmallFile() {}

  /**
   * All bytes of a file.
   *
   * @param most how many are read
   * @throws IOException whose message completes "the file …", such as "does not exist"
   */
  static byte[] read(Path file, int most) throws IOException {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file) && Files.exists(file)) {
        // a pipe or a device could block for ever
        throw new IOException("is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(most + 1);
      }
    } catch (NoSuchFileException e) {
      throw new IOException("does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("may not be read by this process", e);
    }
    if (bytes.length > most) {
      throw new IOException("is larger than " + most + " bytes");
    }
    return bytes;
  }
}
