package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System properties over variables over a properties file over defaults. */
class SourcesTest {
  private static final String GOOD =
      """
      # two clouds
      provisioning-provider=west
      providers.east.type=aap
      providers.east.url=https://east.example.com
      providers.east.token-file=%s
      providers.west.type=other
      providers.west.place=Zürich, \\u00e0 droite
      """;

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private Path file;
  private Path token;

  @BeforeEach
  void writeFiles() throws IOException {
    file = directory.resolve("cloudkit.properties");
    token = Files.writeString(directory.resolve("token"), "s3cret\n");
    write(GOOD.formatted(token));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void append(String line) throws IOException {
    write(GOOD.formatted(token) + line + "\n");
  }

  @Test
  void readsAFile() {
    Configuration configuration = read();
    OperatorSettings settings = configuration.settings();

    assertThat(settings.defaultProvider()).isEqualTo("west");
    assertThat(settings.providers().get(0).secret("token").value()).isEqualTo("s3cret");
    assertThat(settings.providers().get(1).config().string("place")).isEqualTo("Zürich, à droite");
    assertThat(configuration.warnings()).isEmpty();
    assertThat(row(configuration, "providers.west.place").from())
        .hasValue("providers.west.place in " + file);
  }

  @Test
  void theHigherSourceWins() throws IOException {
    append("http-port=1");
    assertThat(read().settings().http().port()).isEqualTo(1);

    environment.put("OSAC_HTTP_PORT", "2");
    assertThat(read().settings().http().port()).isEqualTo(2);
    assertThat(row(read(), "http-port").from()).hasValue("OSAC_HTTP_PORT");

    properties.put("cloudkit.http-port", "3");
    assertThat(read().settings().http().port()).isEqualTo(3);
    assertThat(row(read(), "http-port").from()).hasValue("-Dcloudkit.http-port");
  }

  @Test
  void aSecretIsOverriddenByThePathOfOne() throws IOException {
    append("providers.west.password=in the file");
    environment.put("CLOUDKIT_PROVIDERS_WEST_PASSWORD_FILE", token.toString());

    Secret password = read().settings().providers().get(1).secret("password");
    assertThat(password.value()).isEqualTo("s3cret");
    assertThat(password.setting()).hasValue("CLOUDKIT_PROVIDERS_WEST_PASSWORD_FILE");
    environment.clear();
    assertThat(read().settings().providers().get(1).secret("password").setting())
        .hasValue("providers.west.password in " + file);
  }

  @Test
  void saysInWhichSourceAWrongValueIs() throws IOException {
    append("http-port=many");
    assertThat(report())
        .endsWith(
            "  http-port in " + file + "  is \"many\"   expected a whole number, zero or more");

    properties.put("cloudkit.http-port", "70000");
    assertThat(report())
        .endsWith("  -Dcloudkit.http-port  is \"70000\"   expected a whole number from 0 to 65535");
  }

  @Test
  void saysWhatIsMissingByTheNameThatTheInstanceWasDefinedWith() throws IOException {
    append("providers.north.type=other");

    assertThat(report()).endsWith("  providers.north.place  is not set   expected a text");
  }

  @Test
  void asksBackAboutAMistypedKey() throws IOException {
    append("providers.west.plaice=s3cret");
    assertThat(report())
        .endsWith(
            "  providers.west.plaice in "
                + file
                + "  is not a setting   expected a known name; did you mean providers.west.place?");

    write(GOOD.formatted(token));
    properties.put("cloudkit.http.port", "1");
    assertThat(report())
        .endsWith(
            "  -Dcloudkit.http.port  is not a setting   expected a known name; did you mean"
                + " http-port?");
  }

  @Test
  void namesAnInstanceThatNothingDefines() throws IOException {
    append("providers.north.place=there");

    assertThat(report())
        .endsWith(
            "  providers.north.place in "
                + file
                + "  is not a setting   expected providers.north.type beside it, which defines the"
                + " instance");
  }

  @Test
  void refusesTwoTypesInTwoSources() {
    environment.put("CLOUDKIT_PROVIDERS_WEST_TYPE", "aap");

    assertThat(report())
        .endsWith(
            "  CLOUDKIT_PROVIDERS_WEST_TYPE  is \"aap\"   expected the same as providers.west.type in "
                + file
                + ", which is \"other\"; unset one of them");
  }

  @Test
  void refusesAKeyThatIsThereTwice() throws IOException {
    append("providers.west.place=there");

    assertThat(report())
        .endsWith(
            "  providers.west.place in "
                + file
                + "  is there twice, with different values   expected it once; remove one of the"
                + " lines");
  }

  @Test
  void warnsOfSecretsInTheOpen() throws IOException {
    append("providers.west.password=s3cret");
    assertThat(read().warnings()).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    properties.put("cloudkit.providers.east.token", "s3cret");

    assertThat(read().warnings())
        .containsExactly(
            "-Dcloudkit.providers.east.token is a secret on the command line, which others can see;"
                + " use providers.east.token-file",
            "providers.west.password in "
                + file
                + " is a secret in a file that all users of this machine can read; take that right"
                + " away, or use providers.west.password-file");
  }

  @Test
  void aVariableNamesTheFileAndTheOptionOverridesIt() {
    environment.put("CLOUDKIT_CONFIG_FILE", "/nowhere.properties");
    assertThat(read().problems()).as("--config").isEmpty();
    assertThat(row(read(), "config-file").from()).hasValue("--config");

    environment.put("CLOUDKIT_CONFIG_FILE", file.toString());
    assertThat(read(Optional.empty()).settings().defaultProvider()).isEqualTo("west");

    environment.put("CLOUDKIT_CONFIG_FILE", "/nowhere.properties");
    assertThat(Problem.report(read(Optional.empty()).problems()))
        .contains(
            "CLOUDKIT_CONFIG_FILE  is \"/nowhere.properties\"",
            "expected a properties file in UTF-8; this one does not exist");
  }

  @Test
  void namesAFileThatIsNone() throws IOException {
    Files.write(file, "log-level=\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(report()).contains("--config  is \"" + file, "this one is not in UTF-8");

    write("log-level=\\u12");
    assertThat(report()).contains("has a \\u that is not followed by four hex digits");

    Files.write(file, new byte[2 * 1024 * 1024]);
    assertThat(report()).contains("is larger than 1048576 bytes");

    file = directory;
    assertThat(report()).contains("is not a regular file");
  }

  @Test
  void aFileNamesNoOtherFile() throws IOException {
    append("config-file=/etc/other.properties");

    assertThat(report()).endsWith("is not a setting   expected one file; it can not name another");
  }

  @Test
  void whatIsSaidToTheProcessIsNoSetting() {
    environment.put("CLOUDKIT_HOME", "/opt/cloudkit");
    environment.put("CLOUDKIT_JVM_OPTIONS", "-Xmx1g");
    properties.put("cloudkit.home", "/opt/cloudkit");
    properties.put("cloudkit.end-with-parent", "true");
    properties.put("user.home", "/root");

    assertThat(read().problems()).isEmpty();
  }

  private static SettingRow row(Configuration configuration, String key) {
    return configuration.rows().stream()
        .filter(row -> row.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private String report() {
    String report = Problem.report(read().problems());
    assertThat(report).doesNotContain("s3cret");
    return report;
  }

  private Configuration read() {
    return read(Optional.of(file));
  }

  private Configuration read(Optional<Path> option) {
    return Configuration.read(
        new Surroundings(environment, directory.resolve("no-namespace"))
            .withSystemProperties(properties)
            .withConfigFile(option),
        List.of(TestFactories.aap(), TestFactories.other()));
  }
}
