package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What providers answered to the questions of one decision.
 *
 * @param recovery what became of the unresolved launch, if that was asked
 * @param observations how single jobs are
 * @param liveJobs what runs at providers
 * @param bookmark where a search for the next launch would begin, if that was asked
 */
public record Answers(
    Optional<Answer<Recovery>> recovery,
    Map<JobRef, Answer<JobObservation>> observations,
    Map<String, Answer<LiveJobs>> liveJobs,
    Optional<Answer<Optional<String>>> bookmark) {

  /** Nobody was asked yet. */
  public static final Answers NONE =
      new Answers(Optional.empty(), Map.of(), Map.of(), Optional.empty());

  public Answers {
    observations = Map.copyOf(observations);
    liveJobs = Map.copyOf(liveJobs);
  }

  Answers withRecovery(Answer<Recovery> answer) {
    return new Answers(Optional.of(answer), observations, liveJobs, bookmark);
  }

  Answers withObservation(JobRef job, Answer<JobObservation> answer) {
    Map<JobRef, Answer<JobObservation>> more = new HashMap<>(observations);
    more.put(job, answer);
    return new Answers(recovery, more, liveJobs, bookmark);
  }

  Answers withLiveJobs(String provider, Answer<LiveJobs> answer) {
    Map<String, Answer<LiveJobs>> more = new HashMap<>(liveJobs);
    more.put(provider, answer);
    return new Answers(recovery, observations, more, bookmark);
  }

  Answers withBookmark(Answer<Optional<String>> answer) {
    return new Answers(recovery, observations, liveJobs, Optional.of(answer));
  }
}
