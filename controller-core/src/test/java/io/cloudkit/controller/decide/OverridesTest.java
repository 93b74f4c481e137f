package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.Overrides.Management;
import io.cloudkit.controller.decide.Overrides.Resolution;
import io.cloudkit.controller.decide.Overrides.StatusAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the words of a person are read. */
class OverridesTest {
  private static Overrides read(String annotation, String word) {
    return Overrides.from(Map.of("x/" + annotation, word), "x/", Set.of("provisioning-provider"));
  }

  @Test
  void wordsAreUnderstoodInCapitalsAndWithSpaceAround() {
    assertThat(read("management-state", " Manual ").management()).isEqualTo(Management.MANUAL);
    assertThat(read("deletion-policy", "ORPHAN").orphan()).isTrue();
    assertThat(read("resolve-launch", "op-1=RETRY").resolution())
        .contains(new Resolution("op-1", Resolution.Verdict.RETRY, Optional.empty()));
    assertThat(read("resolve-status", "loss-1=Adopt").statusAnswer())
        .contains(new StatusAnswer("loss-1", StatusAnswer.Belief.ADOPT));
  }

  @Test
  void anIdIsTakenAsItIsWritten() {
    assertThat(read("resolve-launch", "op-1=Adopt:Job-7").resolution())
        .contains(new Resolution("op-1", Resolution.Verdict.ADOPT, Optional.of("Job-7")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "=retry", "op-1=", "op-1=adopt:", "op-1=perhaps"})
  void anAnswerThatIsNotUnderstoodIsAMistakeAndNoAnswer(String word) {
    Overrides overrides = read("resolve-launch", word);
    assertThat(overrides.resolution()).isEmpty();
    assertThat(overrides.mistakes())
        .singleElement()
        .asString()
        .contains("x/resolve-launch: expected <operation>=retry", "found \"" + word + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopt", "=adopt", "loss-1=perhaps"})
  void anAnswerAboutALostStatusIsReadAsStrictly(String word) {
    Overrides overrides = read("resolve-status", word);
    assertThat(overrides.statusAnswer()).isEmpty();
    assertThat(overrides.mistakes())
        .singleElement()
        .asString()
        .contains("x/resolve-status: expected <loss>=adopt", "found \"" + word + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "hodl, hold",
    "Hold, hold",
    "holds, hold",
    "retr, retry",
    "re-run, rerun",
    "managment-state, management-state",
    "mangament-state, management-state",
    "deletion_policy, deletion-policy",
    "provisoning-provider, provisioning-provider",
    "resolve-lunch, resolve-launch"
  })
  void aNameThatWasMistypedIsAMistakeThatNamesTheOneThatWasMeant(String typed, String meant) {
    assertThat(read(typed, "word").mistakes())
        .singleElement()
        .asString()
        .contains("annotation x/" + typed + ": expected x/" + meant);
  }

  /** Of playbooks, of clients, and of the Go operator (go-operator-crd.md §2). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant",
        "reconciled-config-version",
        "floating-ip-address",
        "computeinstance-uuid",
        "operation",
        "attempt",
        "owner",
        "retention",
        "delete-policy",
        "provisioning-provider",
        ""
      })
  void aNameThatIsSomebodyElsesIsNone(String name) {
    assertThat(read(name, "word").mistakes()).isEmpty();
  }

  /** As charts write it that leave a value open. */
  @ParameterizedTest
  @ValueSource(strings = {"management-state", "deletion-policy"})
  void anEmptyWordIsTheUsualOneWhereThereIsOne(String annotation) {
    assertThat(read(annotation, " ")).isEqualTo(Overrides.from(Map.of(), "x/", Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolve-launch", "resolve-status", "retry", "rerun"})
  void anEmptyWordIsAMistakeAndSaysNothingElse(String annotation) {
    Overrides overrides = read(annotation, " ");
    assertThat(overrides.mistakes())
        .singleElement()
        .asString()
        .startsWith("annotation x/" + annotation + ": expected ")
        .endsWith("found \"\"; correct it or take it away");
    Overrides nothing = Overrides.from(Map.of(), "x/", Set.of());
    assertThat(overrides).isEqualTo(nothing.mistaking(overrides.mistakes().get(0)));
  }

  @Test
  void aHoldNeedsNoReason() {
    assertThat(read("hold", "").hold()).contains("no reason is given");
    assertThat(read("hold", "at night").hold()).contains("at night");
  }

  @Test
  void oneLetterNamesAQuestion() {
    assertThat(read("resolve-launch", "o=retry").resolution()).isPresent();
  }

  @Test
  void aLongWordIsShownInPart() {
    assertThat(read("deletion-policy", "a".repeat(64)).mistakes().get(0))
        .contains("found \"" + "a".repeat(64) + "\"");
    assertThat(read("deletion-policy", "a".repeat(65)).mistakes().get(0))
        .contains("found \"" + "a".repeat(64) + "…\"");
  }
}
