package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Finds out what became of a launch whose answer was lost (aap-api.md §4.6-§4.8). The jobs of the
 * templates that it was probably sent to are looked through first: there a job is found soon. That
 * there is none is said only after all jobs since the launch were looked through, for a later send
 * may have gone to another template. On a busy AAP this takes longer than one call may: then each
 * call reads on where the one before stopped. Thread-safe.
 */
final class LaunchSearch {
  /**
   * Ids come from a sequence, whose numbers need not become visible in their order (aap-api.md
   * §14.7).
   */
  private static final int WATERMARK_MARGIN = 50;

  private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
  private static final Duration GO_ON_AFTER = Duration.ofSeconds(1);
  private static final String ALL = "";

  /** The operation must have room beside it, in the 256 characters of a remedy. */
  private static final int MOST_REASON = 90;

  private static final int REMEMBERED = 20_000;

  private final CallTime time;
  private final Templates templates;
  private final Search search;
  private final Jobs jobs;
  private final LostRows lost;
  private final LaunchIndex index;

  /** By claim, which names one permission to send: what was read for another proves nothing. */
  private final Map<String, Progress> begun = new LinkedHashMap<>();

  LaunchSearch(
      CallTime time, Templates templates, Search search, Jobs jobs, LongSupplier nanoTime) {
    this.time = time;
    this.templates = templates;
    this.search = search;
    this.jobs = jobs;
    this.lost = new LostRows(search);
    this.index = new LaunchIndex(search, time, nanoTime);
  }

  /**
   * How far the search for one launch has come.
   *
   * @param templates whose jobs are read, by their ids; empty if all jobs are
   * @param isThrough whether the last page was read
   * @param unreadable the ids of jobs that AAP can not show
   */
  private record Progress(
      String templates,
      Search.Position position,
      boolean isThrough,
      List<FoundJob> found,
      List<Long> unreadable) {
    Progress read(Search.Page page, List<FoundJob> more) {
      List<FoundJob> all = new ArrayList<>(found);
      all.addAll(more);
      List<Long> doubts = new ArrayList<>(unreadable);
      doubts.addAll(page.unreadable());
      return new Progress(templates, page.next(), page.isLast(), all, doubts);
    }

    Progress slower() {
      return new Progress(templates, position.slower(), isThrough, found, unreadable);
    }

    /** Whether all jobs since the launch were looked through in vain. */
    boolean provesThatThereIsNone() {
      return isThrough && found.isEmpty() && templates.isEmpty();
    }
  }

  /**
   * What is known of the launch.
   *
   * @param templateName the template that a launch would be sent to now
   */
  Recovery recover(UnresolvedLaunch launch, String templateName) {
    String operation = launch.plan().operation();
    Optional<Bookmark> bookmark = launch.bookmark().flatMap(Bookmark::parse);
    if (bookmark.isEmpty()) {
      return Recovery.unknowable(
          "the launch has no bookmark that AAP jobs could be searched from; look in AAP for a job"
              + " whose variable cloudkit_operation.id is "
              + operation);
    }
    if (isAnother(bookmark.get(), search.identity())) {
      return restored(operation);
    }
    SentTo sentTo = sentTo(bookmark.get(), templateName);
    List<FoundJob> found = known(launch, bookmark.get(), sentTo.joined());
    if (!found.isEmpty()) {
      forget(launch);
      return Recovery.found(found);
    }
    return launch.isSettled() ? read(launch, bookmark.get(), sentTo) : tooEarly(launch);
  }

  /** By the reading that lost launches share; alone, one that has settled needs its own anyhow. */
  private List<FoundJob> known(UnresolvedLaunch launch, Bookmark bookmark, String among) {
    String operation = launch.plan().operation();
    long from = from(bookmark);
    if (launch.isSettled() && !index.isShared(operation, among, from)) {
      return List.of();
    }
    // after it settled all of its jobs are visible, and only then the oldest is known
    Duration oldest =
        launch.isSettled() ? launch.unresolvedFor().minus(launch.settle()) : LaunchIndex.RENEWED;
    List<Long> ids = index.read(operation, among, from, oldest);
    return ActiveIndex.batches(ids).stream()
        .map(some -> Search.with(LaunchIndex.filters(""), "id__in", ActiveIndex.joined(some)))
        .flatMap(some -> search.jobsAfter(from, row -> true, some).rows().stream())
        .filter(row -> carries(row, operation))
        .map(row -> jobs.found(row, launch.plan().type()))
        .toList();
  }

  private static boolean isAnother(Bookmark bookmark, Answer identity) {
    return !bookmark.installUuid().equals(Search.installUuid(identity));
  }

  private static Recovery restored(String operation) {
    return Recovery.unknowable(
        "AAP has another database than at the launch (install_uuid changed; restored?); look for a"
            + " job whose variable cloudkit_operation.id is "
            + operation);
  }

  /**
   * The templates that the launch may have been sent to: that of the bookmark, and that of a send
   * now.
   *
   * @param ids of those that are known
   * @param unknown why another may be among them; empty if none may
   */
  private record SentTo(List<Long> ids, Optional<String> unknown) {
    String joined() {
      return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  private SentTo sentTo(Bookmark bookmark, String templateName) {
    Optional<String> unknown =
        bookmark.template() == 0
            ? Optional.of("AAP did not show its template when the operation began")
            : Optional.empty();
    long now = 0;
    try {
      now = templates.resolve(templateName).id();
    } catch (Templates.UnresolvedException unresolved) {
      // a launch may have been sent there as long as it was shown
      unknown = Optional.of(unresolved.reason());
    }
    return new SentTo(
        LongStream.of(bookmark.template(), now).filter(id -> id != 0).distinct().boxed().toList(),
        unknown);
  }

  /** Of a launch that has settled: no job can appear behind what was read any more. */
  private Recovery read(UnresolvedLaunch launch, Bookmark bookmark, SentTo sentTo) {
    Progress at = remembered(launch).orElseGet(() -> start(bookmark, sentTo.joined()));
    do {
      if (at.provesThatThereIsNone()) {
        return notLaunched(launch, bookmark, sentTo, at.unreadable());
      }
      Search.Page page = page(launch, at);
      at = at.read(page, found(page, launch));
      if (at.isThrough()) {
        if (!at.found().isEmpty()) {
          forget(launch);
          return Recovery.found(at.found());
        }
        at = at.templates().isEmpty() ? at : start(bookmark, ALL);
      }
      remember(launch, at);
    } while (!time.isHalfOver());
    return Recovery.tooEarly(GO_ON_AFTER);
  }

  private Search.Page page(UnresolvedLaunch launch, Progress at) {
    try {
      return search.page(at.position(), LaunchIndex.filters(at.templates()));
    } catch (ProviderException slow) {
      // where a whole page takes longer than a call, a smaller one does not
      remember(launch, at.slower());
      throw slow;
    }
  }

  private List<FoundJob> found(Search.Page page, UnresolvedLaunch launch) {
    return page.rows().stream()
        .filter(row -> carries(row, launch.plan().operation()))
        .map(row -> jobs.found(row, launch.plan().type()))
        .toList();
  }

  /** Children of a workflow inherit its variables, and are not launches (aap-api.md §4.7). */
  private static boolean carries(JobRow row, String operation) {
    return ExtraVars.operation(row.variables()).filter(operation::equals).isPresent()
        && !row.isChild();
  }

  private static Recovery tooEarly(UnresolvedLaunch launch) {
    Duration left = launch.untilSettled();
    boolean soon = !left.isZero() && left.compareTo(ASK_AGAIN) < 0;
    return Recovery.tooEarly(soon ? left : ASK_AGAIN);
  }

  /**
   * Nothing was found, and that proves something only of the database that was launched at, which
   * may have been put back or cleaned up since, also while it was read.
   */
  private Recovery notLaunched(
      UnresolvedLaunch launch, Bookmark bookmark, SentTo sentTo, List<Long> unreadable) {
    String operation = launch.plan().operation();
    Recovery answer =
        Recovery.notLaunched(
            "AAP has no job of the operation after the longest time in which one could appear");
    Answer identity = search.identity();
    if (isAnother(bookmark, identity)) {
      answer = restored(operation);
    } else {
      answer =
          unread(unreadable, operation)
              .or(() -> unshown(sentTo, operation))
              .or(() -> lost.remedy(bookmark, operation, identity.date()))
              .map(Recovery::unknowable)
              .orElse(answer);
    }
    forget(launch);
    return answer;
  }

  /** What came since the launch and can not be read may be its job. */
  private static Optional<String> unread(List<Long> unreadable, String operation) {
    return unreadable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Search.doubt(unreadable)
                + "; ask an administrator of AAP whether its variable cloudkit_operation.id is "
                + operation);
  }

  /**
   * What a person has to look at, since a job of the launch may be there and not be shown: jobs of
   * a template that was deleted are not, to ordinary users (aap-api.md §4.10).
   */
  private Optional<String> unshown(SentTo sentTo, String operation) {
    Optional<String> why =
        sentTo.ids().stream()
            .filter(id -> !templates.isShown(id))
            .findFirst()
            .map(id -> "template " + id + " is gone or hidden")
            .or(sentTo::unknown);
    return why.map(
        reason ->
            "a job of the launch may be hidden: "
                + Excerpt.cut(reason, MOST_REASON)
                + ". Ask an administrator of AAP for a job whose variable cloudkit_operation.id is "
                + operation);
  }

  private static long from(Bookmark bookmark) {
    return Math.max(0, bookmark.highestId() - WATERMARK_MARGIN);
  }

  private static Progress start(Bookmark bookmark, String templates) {
    return new Progress(
        templates, Search.Position.after(from(bookmark)), false, List.of(), List.of());
  }

  private Optional<Progress> remembered(UnresolvedLaunch launch) {
    synchronized (begun) {
      return Optional.ofNullable(begun.get(launch.claim()));
    }
  }

  private void remember(UnresolvedLaunch launch, Progress progress) {
    synchronized (begun) {
      begun.put(launch.claim(), progress);
      if (begun.size() > REMEMBERED) {
        begun.remove(begun.keySet().iterator().next());
      }
    }
  }

  private void forget(UnresolvedLaunch launch) {
    synchronized (begun) {
      begun.remove(launch.claim());
    }
  }
}
