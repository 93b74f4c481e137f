package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known besides the resource itself.
 *
 * @param now wall clock, for what people read and for pauses
 * @param traits what each configured provider instance can do
 * @param recovery what the provider says of the unresolved launch, if it was asked
 * @param news what was seen of jobs when they were looked at last, for all of them
 * @param observations answers about single jobs, asked for this decision
 * @param liveJobs what runs at providers, if they were asked
 * @param bookmark where a search for the next launch would begin, if the provider was asked
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
    Sight sight,
    Optional<Answer<Recovery>> recovery,
    Map<JobRef, JobObservation> news,
    Map<JobRef, Answer<JobObservation>> observations,
    Map<String, Answer<LiveJobs>> liveJobs,
    Optional<Answer<Optional<String>>> bookmark,
    Duration recoverQuiet,
    Duration launchDelay,
    Optional<String> launchesStopped,
    String identity,
    String freshOperation,
    String freshClaim) {
  public Facts {
    traits = Map.copyOf(traits);
    news = Map.copyOf(news);
    observations = Map.copyOf(observations);
    liveJobs = Map.copyOf(liveJobs);
  }

  /** With an answer about the unresolved launch. */
  public Facts withRecovery(Answer<Recovery> answer) {
    return new Facts(
        now,
        traits,
        sight,
        Optional.of(answer),
        news,
        observations,
        liveJobs,
        bookmark,
        recoverQuiet,
        launchDelay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }

  /** With an answer about a job, and how long it has been seen as it is. */
  public Facts withObservation(JobRef job, Answer<JobObservation> answer, Sight newSight) {
    Map<JobRef, Answer<JobObservation>> more = new HashMap<>(observations);
    more.put(job, answer);
    return new Facts(
        now,
        traits,
        newSight,
        recovery,
        news,
        more,
        liveJobs,
        bookmark,
        recoverQuiet,
        launchDelay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }

  /** With what runs at a provider. */
  public Facts withLiveJobs(String provider, Answer<LiveJobs> answer) {
    Map<String, Answer<LiveJobs>> more = new HashMap<>(liveJobs);
    more.put(provider, answer);
    return new Facts(
        now,
        traits,
        sight,
        recovery,
        news,
        observations,
        more,
        bookmark,
        recoverQuiet,
        launchDelay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }

  /** With a pause that the pace of launches asks for. */
  public Facts withLaunchDelay(Duration delay) {
    return new Facts(
        now,
        traits,
        sight,
        recovery,
        news,
        observations,
        liveJobs,
        bookmark,
        recoverQuiet,
        delay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }

  /** With a bookmark for the next launch. */
  public Facts withBookmark(Answer<Optional<String>> answer) {
    return new Facts(
        now,
        traits,
        sight,
        recovery,
        news,
        observations,
        liveJobs,
        Optional.of(answer),
        recoverQuiet,
        launchDelay,
        launchesStopped,
        identity,
        freshOperation,
        freshClaim);
  }
}
