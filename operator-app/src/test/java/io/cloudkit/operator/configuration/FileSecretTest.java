package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretTest {
  @TempDir Path directory;

  @Test
  void followsTheFileEvenWhenItsTimeAndSizeStayTheSame() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "first\r\n\n");
    FileTime time = Files.getLastModifiedTime(file);
    FileSecret secret = new FileSecret(file, "TOKEN_FILE");
    assertThat(secret.value()).isEqualTo("first");

    Files.writeString(file, "other\r\n\n");
    Files.setLastModifiedTime(file, time);

    assertThat(secret.value()).isEqualTo("other");
  }

  @Test
  void followsTheLinkThatAMountedSecretIsSwappedBy() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "first");
    Path link = Files.createSymbolicLink(directory.resolve("token"), old);
    FileSecret secret = new FileSecret(link, "TOKEN_FILE");
    assertThat(secret.value()).isEqualTo("first");

    Files.delete(link);
    assertThatThrownBy(secret::value)
        .isInstanceOf(ProviderException.class)
        .hasMessage("the secret file " + link + " does not exist");
    Files.createSymbolicLink(link, Files.writeString(directory.resolve("new"), "second"));

    assertThat(secret.value()).isEqualTo("second");
  }

  @Test
  void refusesWhatIsNoSecret() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path large =
        Files.writeString(directory.resolve("large"), "x".repeat(FileSecret.MOST_BYTES + 1));

    assertThatThrownBy(new FileSecret(empty, "TOKEN_FILE")::value).hasMessageEndingWith("is empty");
    assertThatThrownBy(new FileSecret(large, "TOKEN_FILE")::value)
        .hasMessageEndingWith("is larger than 65536 bytes");
    assertThatThrownBy(new FileSecret(directory, "TOKEN_FILE")::value)
        .hasMessageEndingWith("is not a regular file");
  }

  @Test
  void neverShowsItself() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "s3cret");
    FileSecret secret = new FileSecret(file, "TOKEN_FILE");

    assertThat(secret.value() + " in " + secret)
        .isEqualTo("s3cret in a secret from " + file + " (not shown)");
    assertThat(new FixedSecret("s3cret\n", "TOKEN").toString()).doesNotContain("s3cret");
  }
}
