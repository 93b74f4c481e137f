package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A secret in a file, which may be replaced at any time. Thread-safe.
 *
 * <p>The file is read each time that the value is asked for: it is small and in the page cache, and
 * a modification time can stay the same when a file is replaced twice within its granularity, or
 * when a mounted secret is swapped by its symbolic link.
 */
final class FileSecret implements Secret {
  static final int MOST_BYTES = 64 * 1024;

  private final Path file;

  FileSecret(Path file) {
    this.file = file;
  }

  @Override
  public String value() {
    try {
      return read();
    } catch (IOException e) {
      throw new ProviderException("the secret file " + file + " " + e.getMessage(), e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws IOException whose message completes "the file …", such as "does not exist"
   */
  String read() throws IOException {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file) && Files.exists(file)) {
        // a pipe or a device could block for ever
        throw new IOException("is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new IOException("does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("may not be read by this process", e);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("is larger than " + MOST_BYTES + " bytes");
    }
    String value = SecretText.trimmed(new String(bytes, StandardCharsets.UTF_8));
    if (value.isBlank()) {
      throw new IOException("is empty");
    }
    return value;
  }

  @Override
  public String toString() {
    return "a secret from " + file + " (not shown)";
  }
}
