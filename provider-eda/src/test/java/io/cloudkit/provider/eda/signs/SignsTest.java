package io.cloudkit.provider.eda.signs;

import static io.cloudkit.provider.eda.Vm.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provider.eda.Words;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignsTest {
  private static final String JOB = "eda-webhook-1";
  private static final String ASKED = "2026-01-01T00:00:00Z";
  private static final String PLAIN_JOB = "eda-webhook-1-plain";
  private static final Signs SIGNS =
      new Signs("eda", Vm.FINALIZER, Vm.ANNOTATION, Duration.ofSeconds(30), Duration.ofMinutes(30));

  record Row(JobType type, String job, Vm vm, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> provisions() {
    return Stream.of(
        provision(vm().saying("v1-00.claim1"), "Succeeded settling PT30S", "it echoes the launch"),
        provision(
            vm().marked().deleting().saying("v1-00.claim1"),
            "Succeeded settling PT30S",
            "that it is deleted undoes nothing"),
        provision(
            vm().saying("v1-00.claim0").shownByAap(JOB, Map.of("playbookAnswered", "true")),
            "Succeeded settling PT30S its playbook says that it is done",
            "it was read before another wrote over it, and AAP showed a job alive since"),
        provision(
            vm().saying("v1-00.claim0").provisionJob(JOB, JobState.SUCCEEDED),
            "Succeeded settling PT30S",
            "it echoed the launch, whatever another job wrote over that"),
        provision(
            vm().marked(), "Running settling PT0S its playbook began", "no other could have begun"),
        provision(
            vm().provisionJob(JOB, JobState.RUNNING),
            "Running settling PT0S its playbook began, and somebody",
            "what was seen to begin did begin, whoever removed its finalizer"),
        provision(
            vm().deleting().provisionJob(JOB, JobState.RUNNING),
            "Running settling PT0S its playbook began, and somebody",
            "it may work on a machine"),
        provision(
            vm().deleting().provisionJob(JOB, JobState.UNKNOWN),
            "Failed settling PT0S its playbook never began",
            "a resource that goes takes no new finalizer"),
        provision(
            vm().deleting().shownByAap(JOB, Map.of()),
            "Failed settling PT0S its playbook never began",
            "AAP shows a job as running before its playbook adds the finalizer"),
        provision(
            vm().deleting().shownByAap(JOB, Map.of("playbookBegan", "true")),
            "Running settling PT0S its playbook began, and somebody",
            "the finalizer was there, whatever AAP shows"),
        provision(
            vm().deleting().launches(2),
            "Unknown settling PT0S handed to EDA; its playbook has not answered yet",
            "it may have begun with the finalizer of an earlier one"),
        provision(
            vm().deleting().without("launchSequence"),
            "Unknown",
            "without a count nobody knows whether it is the first"),
        provision(
            vm().marked().launches(2),
            "Unknown settling PT0S handed to EDA; its playbook has not answered yet",
            "the finalizer is that of an earlier one"),
        provision(vm(), "Unknown settling PT0S handed to EDA; its playbook has", "nothing is seen"),
        provision(
            vm().saying("v1-00"),
            "Unknown settling PT0S handed to EDA; its playbook has not answered yet: the annotation"
                + " cloudkit.openshift.io/reconciled-config-version says \"v1-00\", which any launch"
                + " of it may: see accept-plain-version",
            "the same version was reached before, or by a namesake"),
        plain(
            vm().saying("v1-00"),
            "Succeeded settling PT30S its playbook says that it is done, by the version alone"
                + " (accept-plain-version)",
            "it was not said before this launch"),
        plain(
            vm().saying("v1-00.claim1"),
            "Succeeded settling PT30S its playbook says that it is done",
            "the word of the launch itself needs no setting"),
        plain(vm().saying("v0-00"), "Unknown", "that is another version"),
        plain(vm().saying("v1-00.claim0"), "Unknown", "a claim tells whose word it is"),
        plain(vm().saying("unknown"), "Unknown", "that is no version"),
        plain(
            vm().deleting().provisionJob(PLAIN_JOB, JobState.UNKNOWN),
            "Failed settling PT0S its playbook never began",
            "all else is as for any job"),
        provision(
            vm().saying("v1-00.claim0"),
            "Unknown settling PT0S handed to EDA; its playbook has not answered yet: the annotation"
                + " cloudkit.openshift.io/reconciled-config-version says \"v1-00.claim0\", that is the"
                + " word of another launch",
            "that is the launch before"),
        provision(vm().saying("v2-00.claim1"), "Unknown", "that is another version"),
        provision(
            vm().saying("unknown"),
            "Unknown settling PT0S handed to EDA; its playbook has not answered yet: the annotation"
                + " cloudkit.openshift.io/reconciled-config-version says \"unknown\", a playbook that"
                + " was sent no version wrote that",
            "a playbook that was sent nothing proves nothing"),
        new Row(
            JobType.PROVISION,
            "job-512",
            vm().saying("v1-00.claim1"),
            "foreign job id: expected eda-webhook-<number>",
            "AAP's jobs are not ours"),
        new Row(
            JobType.PROVISION,
            "eda-webhook-1-odd",
            vm().saying("v1-00.claim1"),
            "foreign job id: expected eda-webhook-<number>",
            "nor are those of a later version of this provider"));
  }

  static Stream<Row> deprovisions() {
    return Stream.of(
        deprovision(
            vm().deleting(),
            "Succeeded settling PT0S its playbook removed the finalizer",
            "it removes the finalizer last"),
        deprovision(vm().deleting().marked(), "Unknown", "it has not come to its end"),
        deprovision(
            vm().deleting().marked().annotated(Signs.LAST_APPLIED, "{\"spec\":{\"templateID\":1}}"),
            "Unknown settling PT0S handed to EDA; but the origin's playbook fails to take its"
                + " finalizer off what kubectl apply made. Remove the annotation"
                + " kubectl.kubernetes.io/last-applied-configuration; if the job has failed by then,"
                + " abandon it",
            "its job fails unseen: 422"),
        deprovision(
            vm().deleting().marked().annotated(Signs.LAST_APPLIED, "{\"metadata\":{}}"),
            "Unknown settling PT0S handed to EDA; its playbook has not removed the finalizer",
            "the playbook itself writes one without a spec"),
        deprovision(
            vm().deleting().past(JobType.DEPROVISION, "eda-webhook-2", JobState.FAILED, ASKED),
            "Succeeded settling PT30M the finalizer cloudkit.openshift.io/computeinstance-aap is gone,"
                + " but a deprovision that was handed to EDA before may have removed it: it is taken"
                + " to be done when no job can live any more",
            "one that was given up may have done it, and the event of this one wait in a queue"),
        deprovision(
            vm().deleting().failedInAap("eda-webhook-2"),
            "Succeeded settling PT0S its playbook removed the finalizer",
            "AAP says that the one before has ended, and did not do it"),
        deprovision(
            vm().deleting().past(JobType.DEPROVISION, "42", JobState.FAILED, ASKED),
            "Succeeded settling PT0S its playbook removed the finalizer",
            "another provider's job is known to have ended"),
        deprovision(
            vm().deleting().past(JobType.PROVISION, "eda-webhook-2", JobState.FAILED, ASKED),
            "Succeeded settling PT0S its playbook removed the finalizer",
            "no create removes it"),
        deprovision(
            vm().deleting().deprovisionJob("eda-webhook-3", ASKED),
            "Succeeded settling PT0S its playbook removed the finalizer",
            "that is the job itself"),
        deprovision(vm(), "Unknown", "without a deletion the finalizer may come back"),
        new Row(
            JobType.DEPROVISION,
            "eda-webhook-3-unmarked",
            vm().deleting().provisionJob("eda-webhook-1", JobState.SUCCEEDED),
            "Succeeded settling PT30M the finalizer",
            "what was gone before tells no end, so every job must have had its time"),
        new Row(
            JobType.DEPROVISION,
            "eda-webhook-3-unmarked",
            vm().deleting().provisionJob("aap", "42", JobState.SUCCEEDED),
            "Unknown settling PT0S nothing would tell its end",
            "time takes nothing away that another provider made"));
  }

  private static Row provision(Vm vm, String expected, String because) {
    return new Row(JobType.PROVISION, JOB, vm, expected, because);
  }

  private static Row plain(Vm vm, String expected, String because) {
    return new Row(JobType.PROVISION, PLAIN_JOB, vm, expected, because);
  }

  private static Row deprovision(Vm vm, String expected, String because) {
    return new Row(JobType.DEPROVISION, "eda-webhook-3", vm.launches(3), expected, because);
  }

  @ParameterizedTest
  @MethodSource({"provisions", "deprovisions"})
  void tellsOfAJobWhatTheResourceProves(Row row) {
    JobObservation seen = SIGNS.observe(row.vm().query(row.type(), row.job()));
    assertThat(Words.words(seen)).as(row.because()).startsWith(row.expected());
  }

  @Test
  void tellsTheVersionThatAPlaybookReached() {
    Optional<String> version =
        SIGNS
            .observe(vm().saying("v1-00.claim1").query(JobType.PROVISION, JOB))
            .match(JobStatus::reconciledVersion, p -> NONE, h -> NONE, f -> NONE);
    assertThat(version).contains("v1-00");
  }

  private static final Optional<String> NONE = Optional.empty();

  @Test
  void aJobWithoutAClaimIsNeverProvenByADotNorByNothing() {
    JobRef job = JobRef.of("eda", JobType.PROVISION, JOB, "");
    JobRef plain = JobRef.of("eda", JobType.PROVISION, PLAIN_JOB, "");
    JobQuery dot = new JobQuery(job, "", "", vm().saying(".").snapshot());
    JobQuery nothing = new JobQuery(plain, "", "", vm().saying("").snapshot());
    assertThat(Words.words(SIGNS.observe(dot))).startsWith("Unknown");
    assertThat(Words.words(SIGNS.observe(nothing))).startsWith("Unknown");
  }

  @Test
  void aJobOfTheGoOperatorIsNotJudgedByAFirstLaunch() {
    JobQuery numbered = ofTheGoOperator(JobType.PROVISION, "eda-webhook-4", vm().deleting());
    JobQuery named = ofTheGoOperator(JobType.PROVISION, "vm", vm().deleting());
    JobQuery delete = ofTheGoOperator(JobType.DEPROVISION, "vm", vm().deleting());

    assertThat(Words.words(SIGNS.observe(numbered))).startsWith("Unknown");
    assertThat(Words.words(SIGNS.observe(named))).startsWith("Unknown");
    assertThat(Words.words(SIGNS.observe(delete))).startsWith("Succeeded settling PT0S");
  }

  @Test
  void whatBeganIsRememberedWhateverIsKnownOfTheJob() {
    JobQuery first = query(vm().marked());
    JobQuery later = query(vm().marked().launches(3));
    JobQuery unmarked = query(vm().launches(3));

    assertThat(outputs(first)).containsOnlyKeys("playbookBegan");
    assertThat(outputs(later)).containsOnlyKeys("playbookBegan");
    assertThat(outputs(unmarked)).isEmpty();
    assertThat(outputs(query(vm().saying(Signs.word(Vm.VERSION, Vm.CLAIM)))))
        .containsOnlyKeys("playbookAnswered");
  }

  private static JobQuery query(Vm vm) {
    JobRef job = JobRef.of("eda", JobType.PROVISION, JOB, Vm.OPERATION);
    return new JobQuery(job, Vm.CLAIM, Vm.VERSION, vm.snapshot());
  }

  private static Map<String, String> outputs(JobQuery query) {
    return SIGNS
        .observe(query)
        .match(JobStatus::outputs, purged -> Map.of(), hidden -> Map.of(), foreign -> Map.of());
  }

  private static JobQuery ofTheGoOperator(JobType type, String id, Vm vm) {
    return new JobQuery(JobRef.of("eda", type, id, ""), "", "", vm.snapshot());
  }
}
