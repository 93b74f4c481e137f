package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.REJECTED;
import static io.cloudkit.testkit.tck.Answer.Said.SKIPPED;
import static io.cloudkit.testkit.tck.Answer.Said.THREW;
import static io.cloudkit.testkit.tck.Answer.Said.TRIGGERED;
import static io.cloudkit.testkit.tck.Answer.Said.WAITING;
import static io.cloudkit.testkit.tck.BackendCall.LAUNCH;
import static io.cloudkit.testkit.tck.BackendCall.QUESTION;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** P-2: launching. */
interface LaunchRules {
  @Rule(
      number = "P-2.1",
      promise = "a launch is sent once, whatever comes back",
      source = "ProvisioningProvider, Retries; triggerProvision: must not send twice",
      lookAt =
          "retries of the HTTP client or the SDK (also of a request that met a stale connection),"
              + " redirects that are followed, a loop around the send")
  default void aLaunchIsSentOnce(Stage stage) {
    List<Fault> faults = stage.faults(LAUNCH, quick());
    for (JobType type : JobType.values()) {
      for (Fault fault : faults) {
        Effort effort = stage.effort(type);
        long before = stage.count(LAUNCH);
        stage.backend().misbehave(LAUNCH, fault);
        Answer answer = stage.send(effort);
        stage.heal();
        long sent = stage.count(LAUNCH) - before;
        expect(sent <= 1, "one " + type + " sent to a backend that " + fault + ", found", sent);
        expect(sent == 1 || !answer.is(TRIGGERED), "what was triggered sent, found", answer);
      }
    }
  }

  @Rule(
      number = "P-2.2",
      promise = "what a launch answers is true, and what is not known is thrown",
      source = "ProvisionResult; DeprovisionResult; ProviderException: I do not know what happened",
      lookAt =
          "which answers of the backend prove that nothing was launched: a cut connection, a 5xx and"
              + " a time-out do not; and whether anything but a ProviderException is thrown")
  default void aDefiniteAnswerIsTrue(Stage stage) {
    List<Fault> faults = stage.faults(LAUNCH, quick());
    for (JobType type : JobType.values()) {
      for (Fault fault : faults) {
        Effort effort = stage.effort(type);
        stage.backend().misbehave(LAUNCH, fault);
        Answer answer = stage.send(effort);
        stage.heal();
        stage.backend().catchUp();
        int made = stage.made(effort).size();
        String told = "of a backend that " + fault + ", where " + made + " jobs came of it, found";
        if (answer.is(TRIGGERED)) {
          expect(made > 0, "nothing triggered", told, answer);
        } else if (answer.is(WAITING, REJECTED, SKIPPED)) {
          expect(made == 0, "\"I do not know\"", told, answer);
        } else {
          expect(answer.is(THREW), "a ProviderException", told, answer);
        }
      }
    }
  }

  @Rule(
      number = "P-2.3",
      promise = "a definite refusal is answered, not thrown",
      source = "ProviderException: what is known is said by a result; FailureKind",
      lookAt =
          "how the backend's refusals are told: rejected with a kind, or waiting for back-pressure;"
              + " a throw would hold the resource until its launch has settled")
  default void aRefusalIsAnswered(Stage stage) {
    List<Fault> faults = stage.faults(LAUNCH, Stream.of(Fault.REFUSES, Fault.THROTTLES));
    for (JobType type : JobType.values()) {
      for (Fault fault : faults) {
        Effort effort = stage.effort(type);
        stage.backend().misbehave(LAUNCH, fault);
        Answer answer = stage.send(effort);
        stage.heal();
        expect(
            answer.is(REJECTED, WAITING),
            "a " + type + " rejected or waiting, of a backend that " + fault + ", found",
            answer);
      }
    }
  }

  @Rule(
      number = "P-2.4",
      promise = "nothing leaves after sendBy",
      source = "LaunchRequest.sendBy; triggerProvision: checked in the last place",
      lookAt =
          "where sendBy is checked: after everything that takes time (a lookup of a template, a"
              + " connection, a queue), right before the bytes leave")
  default void nothingLeavesAfterItsTime(Stage stage) {
    for (JobType type : JobType.values()) {
      Effort late = stage.effort(type);
      long before = stage.count(LAUNCH);
      Answer answer = stage.send(late, Deadline.after(Duration.ZERO, System::nanoTime));
      expect(stage.count(LAUNCH) == before, "nothing sent too late, found", answer);
      expect(answer.is(WAITING, SKIPPED), "waiting, since it is too late, found", answer);

      // its time is over as soon as the provider has asked anything
      Effort overtaken = stage.effort(type);
      int from = stage.backend().requests().size();
      LongSupplier clock = () -> since(stage, from).contains(QUESTION) ? Long.MAX_VALUE / 2 : 0;
      Answer then = stage.send(overtaken, Deadline.after(Duration.ofMinutes(1), clock));
      List<BackendCall> sent = since(stage, from);
      int asked = sent.indexOf(QUESTION);
      int launched = sent.indexOf(LAUNCH);
      expect(
          launched < 0 || asked < 0 || launched < asked,
          "nothing sent after its time was over, which it was after the first question, found",
          sent,
          then);
    }
  }

  private static List<BackendCall> since(Stage stage, int from) {
    List<BackendCall> all = stage.backend().requests();
    return all.subList(from, all.size());
  }

  @Rule(
      number = "P-2.5",
      promise = "the backend is given operation and claim, and the job names its launch",
      source =
          "triggerProvision: must hand operation and claim to the backend; JobRef;"
              + " LaunchRequest.job",
      lookAt =
          "what is sent with a launch (LaunchRequest.facts), for both types; and whether the job is"
              + " made by LaunchRequest.job, with an id of its own")
  default void operationAndClaimArrive(Stage stage) {
    for (JobType type : JobType.values()) {
      Effort effort = stage.effort(type);
      Answer answer = stage.send(effort);
      expect(answer.is(TRIGGERED), "a healthy backend's launch triggered, found", answer);
      JobRef job = answer.job().orElseThrow();
      String operation = effort.plan().operation();
      MadeJob wanted = new MadeJob(type, operation, effort.claim());
      expect(
          stage.backend().jobs().contains(wanted),
          wanted + " to have come into being, found",
          stage.backend().jobs());
      expect(
          job.equals(JobRef.of(Stage.INSTANCE, type, job.id(), operation)),
          "a job of instance " + Stage.INSTANCE + ", " + type + " and " + operation + ", found",
          job);
    }
  }

  /** All that do not take a whole call time-out. */
  private static Stream<Fault> quick() {
    return Stream.of(Fault.values()).filter(fault -> fault != Fault.HANGS);
  }
}
