package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known besides the resource itself.
 *
 * @param now wall clock when the last of all this was known, for what people read and for pauses
 * @param traits what each provider instance can do
 * @param unusable why other instances that are configured could not be made, and where to look
 * @param health what is known of the providers themselves
 * @param news what was seen of jobs when they were looked at last, for all of them
 * @param answers what providers were asked for this decision, and said
 * @param launchTrouble why it is not known what became of the unresolved launch, if this process
 *     sent it
 * @param recoverQuiet how long the provider asked not to be asked about the launch again
 * @param launchDelay how long the pace of launches asks to wait; zero if a launch may go now
 * @param launchesStopped why no launch may go at all; empty if launches may go
 * @param identity name of this process
 * @param freshOperation a random name that was never used
 * @param freshClaim a random name that was never used
 */
public record Facts(
    Instant now,
    Map<String, ProviderTraits> traits,
    Map<String, String> unusable,
    ProviderHealth health,
    Sight sight,
    Map<JobRef, JobObservation> news,
    Answers answers,
    Optional<String> launchTrouble,
    Duration recoverQuiet,
    Duration launchDelay,
    Optional<String> launchesStopped,
    String identity,
    String freshOperation,
    String freshClaim) {
  public Facts {
    traits = Map.copyOf(traits);
    unusable = Map.copyOf(unusable);
    news = Map.copyOf(news);
  }

  /** The same, known by a later moment: the answer to a question can be long in coming. */
  public Facts at(Instant later) {
    return new Facts(
        later,
        traits,
        unusable,
        health,
        sight,
        news,
        answers,
        launchTrouble,
        recoverQuiet,
        launchDelay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }

  /** With an answer about the unresolved launch. */
  public Facts withRecovery(Answer<Recovery> answer) {
    return with(answers.withRecovery(answer), sight, launchDelay);
  }

  /** With an answer about a job, and how long it has been seen as it is. */
  public Facts withObservation(JobRef job, Answer<JobObservation> answer, Sight newSight) {
    return with(answers.withObservation(job, answer), newSight, launchDelay);
  }

  /** With what runs at a provider. */
  public Facts withLiveJobs(String provider, Answer<LiveJobs> answer) {
    return with(answers.withLiveJobs(provider, answer), sight, launchDelay);
  }

  /** With a bookmark for the next launch. */
  public Facts withBookmark(Answer<Optional<String>> answer) {
    return with(answers.withBookmark(answer), sight, launchDelay);
  }

  /** With a pause that the pace of launches asks for. */
  public Facts withLaunchDelay(Duration delay) {
    return with(answers, sight, delay);
  }

  private Facts with(Answers newAnswers, Sight newSight, Duration delay) {
    return new Facts(
        now,
        traits,
        unusable,
        health,
        newSight,
        news,
        newAnswers,
        launchTrouble,
        recoverQuiet,
        delay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }
}
