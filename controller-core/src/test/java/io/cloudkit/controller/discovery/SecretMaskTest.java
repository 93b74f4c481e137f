package io.cloudkit.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
  @Test
  void eachSecretIsHiddenWhereverItStands() {
    assertThat(over("s3cret, and (s3cret) again, with pass", "pass", "s3cret"))
        .isEqualTo("***, and (***) again, with ***");
  }

  @Test
  void ofOneThatIsAPartOfAnotherNoRestIsSeen() {
    assertThat(over("it is s3cret-2", "s3cret", "s3cret-2")).isEqualTo("it is ***");
  }

  @Test
  void anEmptyOneOrOneThatCanNotBeReadHidesNothing() {
    Secret gone =
        () -> {
          throw new ProviderException("the file does not exist");
        };
    assertThat(SecretMask.of(List.of(gone, () -> "", () -> "s3cret")).over("no s3cret"))
        .isEqualTo("no ***");
  }

  @Test
  void oneThatIsFoundWithinOtherWordsHidesNothing() {
    assertThat(over("expected another, s3cret", "pec", "s3cret"))
        .isEqualTo("expected another, ***");
  }

  @Test
  void aCauseIsLookedThrough() {
    SecretMask mask = SecretMask.of(List.of(() -> "s3cret"));
    assertThat(mask.isNeededFor(new RuntimeException("told", new RuntimeException("s3cret"))))
        .isTrue();
    assertThat(mask.isNeededFor(new RuntimeException("told"))).isFalse();
  }

  private static String over(String text, String first, String second) {
    return SecretMask.of(List.<Secret>of(() -> first, () -> second)).over(text);
  }
}
