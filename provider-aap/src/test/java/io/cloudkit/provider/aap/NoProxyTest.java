package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What NO_PROXY means is what other programs take it to mean. */
class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | aap.example.com      | false",
        "*                        | aap.example.com      | true",
        "example.com              | aap.example.com      | true",
        "example.com              | example.com          | true",
        "example.com              | notexample.com       | false",
        ".example.com             | aap.example.com      | true",
        ".example.com             | example.com          | false",
        "*.example.com            | aap.example.com      | true",
        "other, Example.COM       | aap.example.com      | true",
        "other example.com        | aap.example.com      | true",
        "example.com:8443         | aap.example.com:8443 | true",
        "example.com:8443         | aap.example.com      | false",
        "10.1.2.3                 | 10.1.2.3             | true",
        "10.0.0.0/8               | 10.1.2.3             | true",
        "10.0.0.0/8               | 11.1.2.3             | false",
        "10.1.2.0/31              | 10.1.2.1             | true",
        "10.1.2.0/31              | 10.1.2.2             | false",
        "10.0.0.0/99              | 10.1.2.3             | false",
        "10.0.0.0/8               | aap.example.com      | false",
        "fd00::/8                 | [fd12::1]            | true",
        "fd00::/8                 | 10.1.2.3             | false",
        "[fd12::1]:8443           | [fd12::1]:8443       | true",
        "fd12::1                  | [fd12::1]            | true",
        "''                       | localhost            | true",
        "''                       | 127.0.0.1            | true",
        "''                       | [::1]                | true",
      })
  void covers(String list, String host, boolean covered) {
    HttpUrl url = HttpUrl.get("https://" + host + "/api/v2/");
    assertThat(new NoProxy(list).covers(url)).isEqualTo(covered);
  }
}
