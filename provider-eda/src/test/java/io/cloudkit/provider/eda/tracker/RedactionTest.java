package io.cloudkit.provider.eda.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.TestContext;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AAP says is shown without secrets, and otherwise as it is. */
class RedactionTest {
  private static final Redaction REDACTION =
      Redaction.of(
          new TestContext(
              Map.of(
                  "token",
                  () -> "s3cret",
                  "hmac-secret",
                  () -> "oom",
                  "password",
                  () -> {
                    throw new ProviderException("its file went away");
                  })));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=hunter2 is wrong | password=*** is wrong",
        "my_Password_1 : hunter2, sir | my_Password_1 : *** sir",
        "{\"vm_token\": \"hunter2\"} | {\"vm_token\": ***}",
        "--api-key hunter2 --verbose | --api-key *** --verbose",
        "Bearer abcdefgh.ijk | Bearer ***",
        "https://me:hunter2@host/x | https://***@host/x",
        "a eyJhbGciOiJI.eyJzdWIiOiI.SflK b | a eyJ*** b",
        "it is $encrypted$ there | it is *** there",
        "it said s3cret, twice s3cret | it said ***, twice ***",
        "no room left | no room left",
        "no secret named vm-key in namespace tenant-a | no secret named vm-key in namespace tenant-a",
      })
  void hidesSecretsAndLeavesTheRest(String text, String shown) {
    assertThat(REDACTION.over(text)).isEqualTo(shown);
  }

  @Test
  void whatIsShownIsOneShortLine() {
    assertThat(REDACTION.over("a\n\u0007b")).isEqualTo("a b");
    assertThat(REDACTION.over("ab ".repeat(100_000))).hasSize(201).endsWith("…");
    String cutWithin = "x".repeat(180) + " password=" + "hunter2".repeat(9);
    assertThat(REDACTION.over(cutWithin)).endsWith("password=***");
  }
}
