package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

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
  private final String setting;

  /**
   * Set by that name.
   *
   * @param setting as a person finds it
   */
  FileSecret(Path file, String setting) {
    this.setting = setting;
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
    byte[] bytes = SmallFile.read(file, MOST_BYTES);
    String value = SecretText.trimmed(new String(bytes, StandardCharsets.UTF_8));
    if (value.isBlank()) {
      throw new IOException("is empty");
    }
    return value;
  }

  @Override
  public Optional<String> setting() {
    return Optional.of(setting);
  }

  @Override
  public String toString() {
    return "a secret from " + file + " (not shown)";
  }
}
