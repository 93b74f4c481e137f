package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.TRIGGERED;
import static io.cloudkit.testkit.tck.BackendCall.LAUNCH;
import static io.cloudkit.testkit.tck.BackendCall.QUESTION;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.Stage.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** P-6.3 and on: how a provider behaves as a guest of the operator. */
interface ConductRules {
  @Rule(
      number = "P-6.3",
      promise = "a provider is used by many threads at once",
      source = "ProvisioningProvider, Threads: by several threads at once",
      lookAt = "fields that are written without a lock, clients that are not thread-safe")
  default void manyThreadsAtOnce(Stage stage) throws TimeoutException {
    List<Effort> efforts =
        Stream.generate(() -> stage.effort(JobType.PROVISION)).limit(32).toList();
    long before = stage.count(LAUNCH);
    List<Future<Answer>> calls = new ArrayList<>();
    for (Effort effort : efforts) {
      Deadline soon = Deadline.after(Duration.ofHours(1), System::nanoTime);
      calls.add(stage.calls().begin(stage.launch(effort, soon)));
    }
    Set<JobRef> jobs = new HashSet<>();
    for (int i = 0; i < calls.size(); i++) {
      Answer answer = stage.calls().end(calls.get(i), stage.provider().traits().callTimeout());
      expect(answer.is(TRIGGERED), "a launch among others triggered, found", answer);
      JobRef job = answer.job().orElseThrow();
      jobs.add(job);
      String operation = efforts.get(i).plan().operation();
      expect(job.operation().equals(operation), "a job of " + operation + ", found", job);
      expect(stage.made(efforts.get(i)).size() == 1, "one job of " + operation + ", found", jobs);
    }
    expect(stage.count(LAUNCH) - before == efforts.size(), "each launch sent once, found", jobs);
  }

  @Rule(
      number = "P-6.4",
      promise = "close does not throw, not even the second time",
      source = "ProvisioningProvider.close: must not throw, does nothing the second time",
      lookAt = "what is closed, and whether it bears that twice")
  default void closingTwiceIsHarmless(Stage stage) {
    stage.running();
    stage.provider().close();
    stage.provider().close();
  }

  @Rule(
      number = "P-6.5",
      promise = "no secret is in any text",
      source =
          "ConfigProperty.secret: masked everywhere; ProviderException: never a secret, nor in"
              + " its cause",
      lookAt =
          "toString of the provider and its settings, addresses with user information, headers and"
              + " bodies of the backend that are told on, and causes of exceptions")
  default void noSecretIsInAnyText(Stage stage) {
    Map<String, String> secrets = stage.secrets();
    Assumptions.assumeFalse(secrets.isEmpty(), "this provider has no secrets");
    sayEverything(stage);
    stage.calls().heard().add(String.valueOf(stage.provider()));
    stage.calls().heard().add(String.valueOf(stage.backend().factory()));
    holdNoSecret(stage.calls().heard(), secrets);
  }

  private static void holdNoSecret(List<String> texts, Map<String, String> secrets) {
    for (String words : texts) {
      secrets.forEach(
          (name, secret) ->
              expect(!words.contains(secret), "no value of " + name + " in a text, found:", words));
    }
  }

  private static void sayEverything(Stage stage) {
    stage.restart();
    Running running = stage.running();
    for (Fault fault : Fault.values()) {
      for (BackendCall call : BackendCall.values()) {
        if (fault != Fault.HANGS && stage.backend().misbehave(call, fault)) {
          stage.heal();
          sayEverything(stage, running, call, fault);
        }
      }
    }
  }

  private static void sayEverything(Stage stage, Running running, BackendCall call, Fault fault) {
    Effort effort = stage.effort(JobType.PROVISION);
    stage.backend().misbehave(call, fault);
    stage.send(effort);
    stage.recover(effort, Stage.Age.SETTLED);
    stage.observe(running);
    stage.news(running);
    stage.cancel(running);
    stage.liveJobs(running.effort());
    stage.call(stage.preflight());
    stage.heal();
  }

  @Rule(
      number = "P-6.6",
      promise =
          "a preflight finds nothing wrong with a healthy backend, and each finding has a remedy",
      source = "ProvisioningProvider.preflight: what was found, each with its remedy",
      lookAt = "which questions it asks, and what it tells a person to do")
  default void aPreflightTellsWhatToDo(Stage stage) {
    List<Finding> healthy = stage.provider().preflight();
    expect(
        healthy.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR),
        "no error of a healthy backend, found",
        healthy);
    for (Fault fault : Fault.values()) {
      if (fault != Fault.HANGS && stage.backend().misbehave(QUESTION, fault)) {
        findings(stage.provider()).forEach(ConductRules::hasARemedy);
        stage.heal();
      }
    }
  }

  private static List<Finding> findings(ProvisioningProvider provider) {
    try {
      return provider.preflight();
    } catch (ProviderException unknown) {
      return List.of(); // it could not be asked, and says so
    }
  }

  private static void hasARemedy(Finding finding) {
    boolean asksForOne = finding.severity() != Finding.Severity.INFO;
    expect(!asksForOne || !finding.remedy().isBlank(), "a finding with a remedy, found", finding);
  }

  @Rule(
      number = "P-6.7",
      promise = "no secret is in the log",
      source = "ProviderException: its message may be logged; ConfigProperty.secret",
      lookAt =
          "what the provider logs at any level, with arguments and causes, and what others log for it"
              + " from INFO on; skipped, where the tests do not log by logback or java.util.logging")
  default void noSecretIsInTheLog(Stage stage) {
    Map<String, String> secrets = stage.secrets();
    Assumptions.assumeFalse(secrets.isEmpty(), "this provider has no secrets");
    String ownPackage = stage.backend().factory().getClass().getPackageName();
    try (LogRecorder log = new LogRecorder(ownPackage)) {
      sayEverything(stage);
      holdNoSecret(log.words(), secrets);
      Assumptions.assumeTrue(
          log.hearsSlf4j(), "what is logged by slf4j is heard where it leads to logback");
    }
  }
}
