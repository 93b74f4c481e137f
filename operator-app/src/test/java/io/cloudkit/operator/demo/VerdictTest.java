package io.cloudkit.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.cloudkit.testkit.truth.Run;
import io.cloudkit.testkit.truth.Subject;
import io.cloudkit.testkit.truth.Truth;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ledger that the verdict must condemn, and those that it must not. */
class VerdictTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Truth truth = new Truth();
  private int jobs;

  private Playbook begins(String backend, Purpose purpose, Run.Cause cause, int second) {
    return begins(backend, purpose, cause, second, "op" + (jobs + 1));
  }

  private Playbook begins(
      String backend, Purpose purpose, Run.Cause cause, int second, String operation) {
    BackendJob job = new BackendJob(backend, String.valueOf(++jobs));
    Subject vm = new Subject("uid-1", "ns", "vm");
    Run run = new Run(job, job, "template", purpose, vm, operation, "claim", cause);
    return truth.start(run, NOON.plusSeconds(second));
  }

  private void ends(Playbook playbook, int second) {
    truth.stop(playbook.number(), Playbook.Result.SUCCEEDED, NOON.plusSeconds(second));
  }

  private List<String> broken() {
    return Verdict.of(truth, List.of("uid-1")).broken();
  }

  @Test
  void twoCreatesOfOneInstanceAtOnceAreCondemned() {
    Playbook first = begins("aap", Purpose.PROVISION, Run.Cause.ASKED, 0);
    Playbook second = begins("eda", Purpose.PROVISION, Run.Cause.ASKED, 5);
    ends(first, 10);
    ends(second, 15);
    ends(begins("eda", Purpose.DEPROVISION, Run.Cause.ASKED, 20), 30);

    assertThat(broken()).singleElement().asString().contains("two create playbooks");
  }

  @Test
  void oneAfterTheOtherIsAsItShouldBe() {
    ends(begins("aap", Purpose.PROVISION, Run.Cause.ASKED, 0), 10);
    ends(begins("eda", Purpose.PROVISION, Run.Cause.ASKED, 10), 20);
    ends(begins("eda", Purpose.DEPROVISION, Run.Cause.ASKED, 20), 30);

    assertThat(broken()).isEmpty();
  }

  @Test
  void whatABackendRepeatsByItselfIsNotTheOperators() {
    Playbook first = begins("eda", Purpose.PROVISION, Run.Cause.ASKED, 0);
    Playbook again = begins("eda", Purpose.PROVISION, Run.Cause.REPEATED_BY_FAULT, 1);
    ends(first, 10);
    ends(again, 11);
    ends(begins("eda", Purpose.DEPROVISION, Run.Cause.ASKED, 20), 30);

    assertThat(broken()).isEmpty();
  }

  /** Both runs of one operation, at once. */
  private void runTwice(Purpose purpose, Run.Cause one, Run.Cause other, int from) {
    String operation = "op of " + purpose;
    Playbook first = begins("eda", purpose, one, from, operation);
    Playbook again = begins("eda", purpose, other, from + 1, operation);
    ends(first, from + 10);
    ends(again, from + 11);
  }

  @Test
  void anEventThatComesTwiceIsNotTheOperators() {
    runTwice(Purpose.PROVISION, Run.Cause.ASKED, Run.Cause.REPEATED_BY_FAULT, 0);
    // the repetition may well be the faster one
    runTwice(Purpose.DEPROVISION, Run.Cause.REPEATED_BY_FAULT, Run.Cause.ASKED, 20);

    assertThat(broken()).isEmpty();
  }

  @Test
  void anEventThatIsSentTwiceIs() {
    runTwice(Purpose.DEPROVISION, Run.Cause.ASKED, Run.Cause.ASKED, 0);

    assertThat(broken())
        .anySatisfy(line -> assertThat(line).contains("ran twice"))
        .anySatisfy(line -> assertThat(line).contains("overlapped"));
  }

  @Test
  void aCreateBesideADeleteAndWhatIsLeftAreCondemned() {
    Playbook create = begins("aap", Purpose.PROVISION, Run.Cause.ASKED, 0);
    Playbook delete = begins("eda", Purpose.DEPROVISION, Run.Cause.ASKED, 5);
    ends(delete, 10);
    ends(create, 15);

    assertThat(broken())
        .anySatisfy(line -> assertThat(line).contains("overlapped"))
        .anySatisfy(line -> assertThat(line).contains("left behind"));
  }
}
