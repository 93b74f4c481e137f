package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that can not be meant are refused at the start, and not made the best of. */
class SettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outputs             | a,,b      | joined by commas, found \"\"; set_stats",
        "outputs             | a b, ../x | joined by commas, found \"../x\"; set_stats",
        "outputs             | a b,c     | joined by commas, found \"a b\"; set_stats",
        "outputs             | a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q | up to 16 names, found 17",
        "requests-per-second | 1         | expected 5 or more, or 0 for without end, found 1: two",
        "requests-per-second | 4         | expected 5 or more, or 0 for without end, found 4: two",
        "requests-per-second | 4         | to ask less, let news be asked for more seldom, by"
            + " status-poll-interval",
      })
  void whatCanNotBeMeantIsRefused(String setting, String value, String why) {
    assertThatThrownBy(() -> make(setting, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + ": ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outputs=a, b_2 ,_c",
        "outputs=a,a",
        "outputs=address",
        "requests-per-second=0",
        "requests-per-second=5"
      })
  void theOthersAreTaken(String set) {
    int at = set.indexOf('=');
    assertThatCode(() -> make(set.substring(0, at), set.substring(at + 1)))
        .doesNotThrowAnyException();
  }

  private static void make(String setting, String value) {
    OneVm.provider(
            "https://aap.example.com", new TestContext(() -> "s3cret"), Map.of(setting, value))
        .close();
  }
}
