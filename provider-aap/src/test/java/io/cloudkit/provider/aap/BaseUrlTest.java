package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.Finding;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://aap.example, true",
    "https://aap.example, false",
    "http://localhost:8052, false",
    "http://127.0.0.1:8052, false",
    "http://[::1]:8052, false"
  })
  void warnsOfCredentialsInClear(String url, boolean warns) {
    Optional<Finding> told = BaseUrl.of(URI.create(url)).hindrance();
    assertThat(told.isPresent()).isEqualTo(warns);
    assertThat(told.stream().map(Finding::severity)).allMatch(Finding.Severity.WARNING::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/api/v2?x=s3cret,found a query; remove what begins with ?",
    "http://h/api/v2#s3cret,found a fragment; remove what begins with #",
    "http://joe:s3cret@h/api,found some; remove them",
    "http://h:99999,'expected a port from 1 to 65535, found 99999'",
    "http://h:0,'expected a port from 1 to 65535, found 0'",
    "ftp://h/api,'expected an http or https address, found another one'",
    "https://h/foo,found the path \"/foo\""
  })
  void saysWhatIsWrongWithAnAddressAndNothingThatMayBeASecret(String configured, String told) {
    assertThatThrownBy(() -> BaseUrl.of(URI.create(configured)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: expected ")
        .hasMessageEndingWith(told)
        .hasMessageNotContaining("s3cret");
  }
}
