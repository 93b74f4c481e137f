package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.ALREADY_ENDED;
import static io.cloudkit.testkit.tck.Answer.Said.REFUSED;
import static io.cloudkit.testkit.tck.Answer.Said.REQUESTED;
import static io.cloudkit.testkit.tck.Answer.Said.THREW;
import static io.cloudkit.testkit.tck.Answer.Said.UNSUPPORTED;
import static io.cloudkit.testkit.tck.BackendCall.CANCEL;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.testkit.tck.Stage.Running;
import java.util.stream.Stream;

/** P-5: cancelling. */
interface CancelRules {
  @Rule(
      number = "P-5.1",
      promise = "a cancel asks, and claims no end; who can not cancel says so",
      source = "ProvisioningProvider.cancel: the end is observed, not answered; canCancel",
      lookAt =
          "whether the request is sent at all and once, whether the job is told to have ended before"
              + " the backend says so, and what canCancel claims")
  default void aCancelAsks(Stage stage) {
    Running running = stage.running();
    Answer answer = stage.cancel(running);
    if (!stage.provider().traits().canCancel()) {
      expect(answer.is(UNSUPPORTED), "unsupported, of who can not cancel, found", answer);
      expect(stage.count(CANCEL) == 0, "nothing asked, found", stage.backend().requests());
      return;
    }
    expect(answer.is(REQUESTED), "the cancel of a running job requested, found", answer);
    expect(stage.count(CANCEL) == 1, "one request, found", stage.backend().requests());
    Answer asked = stage.observe(running);
    expect(!asked.tellsAnEnd(), "no end before the backend tells it, found", asked);
    if (stage.backend().let(running.effort().claim(), JobEvent.IS_CANCELLED)) {
      Calls.await("the end of a cancelled job is seen", () -> stage.observe(running).tellsAnEnd());
      Answer seen = stage.observe(running);
      JobState state = seen.status().map(JobStatus::state).orElse(JobState.UNKNOWN);
      expect(state != JobState.SUCCEEDED, "a cancelled job not to have succeeded, found", seen);
    }
  }

  @Rule(
      number = "P-5.2",
      promise = "what a cancel answers is true, and it is sent once",
      source =
          "ProvisioningProvider.cancel; CancelResult; Retries: sends a launch or a cancel once",
      lookAt =
          "how a failed cancel is told: a ProviderException unless the backend took or refused it;"
              + " and retries of the HTTP client")
  default void whatACancelAnswersIsTrue(Stage stage) {
    if (!stage.provider().traits().canCancel()) {
      return; // P-5.1 saw it refused
    }
    for (Fault fault :
        stage.faults(CANCEL, Stream.of(Fault.values()).filter(fault -> fault != Fault.HANGS))) {
      Running running = stage.running();
      long before = stage.count(CANCEL);
      stage.backend().misbehave(CANCEL, fault);
      Answer answer = stage.cancel(running);
      stage.heal();
      long sent = stage.count(CANCEL) - before;
      expect(sent <= 1, "one cancel sent to a backend that " + fault + ", found", sent);
      boolean done = fault == Fault.LOSES_THE_ANSWER || fault == Fault.FAILS_AFTERWARDS;
      boolean isTrue = answer.is(THREW) || (done ? answer.is(REQUESTED) : isRefusal(fault, answer));
      expect(isTrue, "\"I do not know\", of a backend that " + fault + ", found", answer);
    }
    Running ended = stage.running();
    if (stage.backend().let(ended.effort().claim(), JobEvent.SUCCEEDS)) {
      Calls.await("the end is seen", () -> stage.observe(ended).tellsAnEnd());
      Answer late = stage.cancel(ended);
      expect(
          late.is(ALREADY_ENDED, REQUESTED, REFUSED, THREW),
          "a job that has ended not to be cancelled, found",
          late);
      Answer seen = stage.observe(ended);
      expect(seen.tellsAnEnd(), "an end to stay, found", seen);
    }
  }

  private static boolean isRefusal(Fault fault, Answer answer) {
    return answer.is(REFUSED) && !fault.leavesDoubt();
  }
}
