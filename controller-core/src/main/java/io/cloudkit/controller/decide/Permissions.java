package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.StatusEdit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a status keeps account of the permissions to launch: the one that is unresolved, how many
 * there were, and which of them nobody answered. Pure.
 */
final class Permissions {
  private Permissions() {}

  /** The unresolved launch is over and left nothing behind, unless its request left too late. */
  static ResourceStatus close(ResourceStatus status) {
    return close(status, Set.of());
  }

  /** The same; of those claims it is known what came. One too many to be kept is not counted. */
  private static ResourceStatus close(ResourceStatus status, Set<String> known) {
    Optional<List<String>> unanswered =
        status.unansweredClaims().map(claims -> with(status.launch(), claims, known));
    long over =
        unanswered.map(claims -> Math.max(0, claims.size() - Policy.MAX_UNANSWERED)).orElse(0);
    StatusEdit edit = status.edit().launch(Optional.empty());
    edit.unansweredClaims(unanswered.map(claims -> claims.subList((int) over, claims.size())));
    status.launchSequence().ifPresent(sequence -> edit.launchSequence(sequence - over));
    return edit.build();
  }

  private static List<String> with(
      Optional<Launch> launch, List<String> claims, Set<String> known) {
    return Stream.concat(claims.stream(), launch.map(Launch::claim).stream())
        .filter(claim -> !known.contains(claim))
        .toList();
  }

  /** The unresolved launch became a job: the word that it follows is followed. */
  static ResourceStatus closeUponJob(ResourceStatus status) {
    ResourceStatus closed = close(status, status.claims());
    Optional<String> rerun = status.launch().flatMap(Launch::rerun);
    return rerun.isPresent() ? closed.edit().handledRerun(rerun).build() : closed;
  }

  /**
   * A refusal speaks of one send; of earlier ones of the operation it proves nothing. A permission
   * that surely was not used does not count, so that who goes by the count knows what may have been
   * done; and when it was the first one, nothing was ever launched, and the resource may go without
   * asking its backend (X3).
   */
  static ResourceStatus closeIfProven(ResourceStatus status, Launch sent) {
    if (sent.unproven()) {
      return status;
    }
    ResourceStatus closed = close(status, Set.of(sent.claim()));
    boolean untouched =
        closed.jobs().findAny().isEmpty()
            && closed.jobHistory().isEmpty()
            && closed.reconciledConfigVersion().isEmpty();
    return closed
        .launchSequence()
        .map(sequence -> Math.max(sequence - 1, untouched ? 0 : 1))
        .map(sequence -> closed.edit().launchSequence(sequence).build())
        .orElse(closed);
  }

  /** Jobs that nobody knew of: what came of their permissions is known now. */
  static ResourceStatus cameToLight(ResourceStatus status, List<Job> jobs) {
    Set<String> claims = jobs.stream().map(Job::claim).collect(Collectors.toSet());
    return answered(count(status, jobs), claims);
  }

  /**
   * A permission that a lost status had counted is counted again when its job comes to light: the
   * jobs that are told of must not look like all that was ever launched.
   */
  private static ResourceStatus count(ResourceStatus status, List<Job> added) {
    Set<String> counted = new HashSet<>(status.claims());
    status.unansweredClaims().ifPresent(counted::addAll);
    counted.add(""); // whoever started a job without a claim was permitted nothing
    long more = added.stream().map(Job::claim).distinct().filter(c -> !counted.contains(c)).count();
    return status
        .launchSequence()
        .filter(sequence -> more > 0)
        .map(sequence -> status.edit().launchSequence(sequence + more).build())
        .orElse(status);
  }

  /** It is known what came of those permissions. */
  static ResourceStatus answered(ResourceStatus status, Set<String> known) {
    Optional<List<String>> left =
        status
            .unansweredClaims()
            .map(claims -> claims.stream().filter(claim -> !known.contains(claim)).toList());
    return left.equals(status.unansweredClaims())
        ? status
        : status.edit().unansweredClaims(left).build();
  }
}
