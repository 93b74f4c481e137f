package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.CHECKED;
import static io.cloudkit.testkit.tck.Answer.Said.FOUND;
import static io.cloudkit.testkit.tck.Answer.Said.LISTED;
import static io.cloudkit.testkit.tck.Answer.Said.MARKED;
import static io.cloudkit.testkit.tck.Answer.Said.NO_NEWS;
import static io.cloudkit.testkit.tck.Answer.Said.THREW;
import static io.cloudkit.testkit.tck.Answer.Said.TOO_EARLY;
import static io.cloudkit.testkit.tck.Answer.Said.UNKNOWABLE;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.Answer.Said;
import io.cloudkit.testkit.tck.Stage.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A call of a provider whose request the backend does not answer.
 *
 * @param name of the method
 * @param call itself, prepared while the backend was well
 * @param also what may be said besides "I do not know": by who need not ask, or asks for people
 * @param launched the jobs that there are of what it asks about
 */
record HungCall(String name, Callable<Answer> call, List<Said> also, List<JobRef> launched) {

  /** Each call that waits for the answer to a request of that kind. */
  static List<HungCall> waitingFor(BackendCall request, Stage stage) {
    return switch (request) {
      case LAUNCH -> launches(stage);
      case CANCEL -> cancels(stage);
      case QUESTION -> questions(stage);
    };
  }

  private static List<HungCall> launches(Stage stage) {
    Deadline later = Deadline.after(Duration.ofHours(1), System::nanoTime);
    return List.of(
        of("triggerProvision", stage.launch(stage.effort(JobType.PROVISION), later)),
        of("triggerDeprovision", stage.launch(stage.effort(JobType.DEPROVISION), later)));
  }

  private static List<HungCall> cancels(Stage stage) {
    return stage.provider().traits().canCancel()
        ? List.of(of("cancel", stage.stop(stage.query(stage.running()))))
        : List.of();
  }

  private static List<HungCall> questions(Stage stage) {
    Running running = stage.running();
    Effort effort = running.effort();
    ProvisioningProvider provider = stage.provider();
    // who can not search need not ask: P-3.5 and P-4.5 judge what it says
    boolean asks = provider.traits().canSearch();
    Said[] ofALaunch = asks ? said(FOUND, TOO_EARLY) : said(FOUND, TOO_EARLY, UNKNOWABLE);
    Said[] ofAResource = asks ? said(UNKNOWABLE) : said(UNKNOWABLE, LISTED);
    return List.of(
        new HungCall(
            "recover",
            stage.search(effort, Stage.Age.SETTLED),
            List.of(ofALaunch),
            List.of(running.job())),
        of("observe", stage.look(stage.query(running))),
        // P-4.6 judges whether it is told that nothing was heard
        of("news", stage.tidings(stage.query(running)), NO_NEWS),
        of("bookmark", () -> Answer.of(provider.bookmark(effort.plan())), MARKED),
        of("liveJobs", stage.census(effort), ofAResource),
        of("preflight", stage.preflight(), CHECKED));
  }

  private static Said[] said(Said... all) {
    return all;
  }

  private static HungCall of(String name, Callable<Answer> call, Said... also) {
    return new HungCall(name, call, List.of(also), List.of());
  }

  /** Fails if it says more than it can know. */
  void judge(Answer answer) {
    expect(
        answer.is(THREW) || also.contains(answer.said()),
        "a ProviderException of " + name + " without an answer, found",
        answer);
    if (answer.is(FOUND)) {
      answer.findsNoneBut(launched);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
