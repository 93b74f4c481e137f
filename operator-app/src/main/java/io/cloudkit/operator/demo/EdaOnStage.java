package io.cloudkit.operator.demo;

import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByToken;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the simulated EDA of a stage is, and what the operator is told of it.
 *
 * @param longestJob after how long a job of which nothing is heard is taken to be dead
 * @param streamToken what its event streams ask for; absent: events come by a webhook that is open
 *     to all, as the origin's is
 */
public record EdaOnStage(Duration longestJob, Optional<String> streamToken) {
  /** The demo's: a webhook. */
  public static EdaOnStage byWebhook() {
    return new EdaOnStage(Duration.ofSeconds(12), Optional.empty());
  }

  /** Events come by event streams. */
  public EdaOnStage byEventStreams() {
    return new EdaOnStage(longestJob, Optional.of("stream-t0ken"));
  }

  /** Jobs are given up after so long; whoever plays keeps them shorter. */
  public EdaOnStage givingUpAfter(Duration longest) {
    return new EdaOnStage(longest, streamToken);
  }

  /** As a builder is to make it. */
  public FakeEdaBuilder applyTo(FakeEdaBuilder eda) {
    streamToken.ifPresent(
        token -> eda.eventStreams(StreamSettings.with(new ByToken("Authorization", token))));
    return eda;
  }

  /** What the operator is told of it, besides its addresses. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("CLOUDKIT_EDA_MAX_JOB_DURATION", longestJob.toSeconds() + "s");
    streamToken.ifPresent(token -> environment.put("CLOUDKIT_EDA_TOKEN", token));
    return environment;
  }

  List<String> secrets() {
    return streamToken.stream().toList();
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "EdaOnStage[longestJob=" + longestJob + ", byStreams=" + streamToken.isPresent() + "]";
  }
}
