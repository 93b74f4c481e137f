package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are hidden, and nothing else. */
class RedactionTest {
  private static final Secret TOKEN = () -> "s3cret";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=hunter2 is wrong | password=*** is wrong",
        "my_Password_1 : hunter2, sir | my_Password_1 : *** sir",
        "access_key=hunter2 | access_key=***",
        "secretId: hunter2 | secretId: ***",
        "--api-key hunter2 --verbose | --api-key *** --verbose",
        "Bearer abcdefgh.ijk | Bearer ***",
        "https://me:hunter2@host/x | https://***@host/x",
        "a eyJhbGciOiJI.eyJzdWIiOiI.SflK b | a eyJ*** b",
        "it said s3cret, twice s3cret | it said ***, twice ***",
      })
  void hidesWhatUsuallyIsASecret(String text, String shown) {
    assertThat(redaction(Optional.empty()).over(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no secret named vm-key in namespace tenant-a",
        "the password is too short",
        "Failed to connect to the host via ssh: Permission denied (publickey,password).",
        "see https://docs.example.com/passwords?x=1",
        "basic auth is off",
      })
  void leavesTheRestAsItIs(String text) {
    assertThat(redaction(Optional.empty()).over(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+(?:\\1)b$", "(?:(?:a?){200}){200}b"})
  void aPatternThatTakesTooLongHidesAll(String pattern) {
    String text = "a".repeat(2000) + "c";
    assertThat(redaction(Optional.of(Pattern.compile(pattern))).over(text)).isEqualTo("***");
  }

  @Test
  void aPatternThatNeedsTooDeepAStackHidesAll() throws InterruptedException {
    Redaction redaction = redaction(Optional.of(Pattern.compile("(a|a|a)*b")));
    AtomicReference<String> shown = new AtomicReference<>("");
    int small = 160 * 1024;
    Thread thread =
        new Thread(null, () -> shown.set(redaction.over("a".repeat(2000))), "small", small);
    thread.start();
    thread.join();
    assertThat(shown).hasValue("***");
  }

  @Test
  void hidesASecretAsItIsSent() {
    Redaction blanks = new Redaction(List.of(() -> " s3cret "), Optional.empty());
    assertThat(blanks.over("it was s3cret, said AAP")).isEqualTo("it was ***, said AAP");
  }

  @Test
  void aSecretThatCanNotBeReadHidesNothing() {
    Secret gone =
        () -> {
          throw new IllegalStateException("its file went away");
        };
    assertThat(new Redaction(List.of(gone, TOKEN), Optional.empty()).over("a s3cret"))
        .isEqualTo("a ***");
  }

  private static Redaction redaction(Optional<Pattern> own) {
    return new Redaction(List.of(TOKEN), own);
  }
}
