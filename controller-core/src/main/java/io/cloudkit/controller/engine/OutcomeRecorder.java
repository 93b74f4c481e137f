package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Decider;
import io.cloudkit.controller.decide.Decision;
import io.cloudkit.controller.decide.Facts;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.Ledger;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.decide.Situation;
import io.cloudkit.controller.decide.Wish;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the outcomes of launches down, stubbornly: they are known here and nowhere else. */
final class OutcomeRecorder {
  private static final int MAX_TRIES = 5;

  private final StatusStore store;
  private final Observer observer;
  private final Orders orders;
  private final EngineEvents events;
  private final EngineSettings settings;
  private final Surroundings surroundings;
  private final String identity;

  OutcomeRecorder(
      StatusStore store,
      Observer observer,
      Orders orders,
      EngineEvents events,
      EngineSettings settings,
      Surroundings surroundings,
      String identity) {
    this.store = store;
    this.observer = observer;
    this.orders = orders;
    this.events = events;
    this.settings = settings;
    this.surroundings = surroundings;
    this.identity = identity;
  }

  /**
   * Writes an outcome down, in as many tries as conflicts ask for.
   *
   * @param seen the resource under whose launch it was sent
   */
  Turn record(StoredResource seen, Memory memory, Launch sent, LaunchOutcome outcome) {
    Instant at =
        memory
            .unrecorded()
            .filter(each -> each.sent().equals(sent) && each.outcome().equals(outcome))
            .map(Memory.Unrecorded::at)
            .orElseGet(surroundings.clock()::instant);
    memory.unrecorded(new Memory.Unrecorded(seen, sent, outcome, at));
    outcome.trouble().ifPresent(memory::launchTrouble);
    StoredResource current = seen;
    for (int i = 0; i < MAX_TRIES; i++) {
      Wish wish = observer.wish(current.snapshot());
      Ledger ledger = new Ledger(settings.policy(), wish, at);
      ResourceStatus absorbed = ledger.absorb(current.status(), sent, outcome);
      Decision follows = whatFollows(current, wish, memory, absorbed);
      ResourceStatus next = follows.effect().isNone() ? follows.next() : absorbed;
      Saved saved =
          next.equals(current.status()) ? Saved.as(current) : store.compareAndSet(current, next);
      Optional<StoredResource> written =
          saved.match(Optional::of, Optional::empty, Optional::empty);
      if (written.isPresent()) {
        memory.recorded();
        observer.remember(written.get(), memory);
        tell(current.status(), written.get(), absorbed, sent, outcome);
        if (!follows.effect().isNone()) {
          return Turn.with(written.get());
        }
        follows.notices().forEach(notice -> events.publish(written.get().snapshot(), notice));
        return Turn.rest(written.get(), follows.wakeAfter());
      }
      Optional<StoredResource> fresh =
          store.readFresh(seen.key()).filter(each -> each.uid().equals(seen.uid()));
      if (fresh.isEmpty()) {
        memory.recorded();
        orders.orphaned(seen, sent, outcome);
        return Turn.reread();
      }
      current = fresh.get();
    }
    return Turn.end(Next.after(settings.policy().askAgain()));
  }

  /** What an outcome changes besides, so that where nothing is to be done one write says it all. */
  private Decision whatFollows(
      StoredResource current, Wish wish, Memory memory, ResourceStatus absorbed) {
    Facts facts = observer.facts(current, wish, memory, identity);
    return Decider.decide(new Situation(wish, absorbed, facts, settings.policy()));
  }

  /** What came of a permission that was taken away is not believed, but for its jobs. */
  private void tell(
      ResourceStatus before,
      StoredResource written,
      ResourceStatus absorbed,
      Launch sent,
      LaunchOutcome outcome) {
    List<Job> strays =
        Stream.concat(absorbed.strayJobs().stream(), absorbed.jobHistory().stream())
            .filter(job -> !before.knows(job.ref()))
            .toList();
    strays.forEach(job -> events.publish(written.snapshot(), unwanted(job)));
    boolean expected =
        before.launch().filter(each -> each.claim().equals(sent.claim())).isPresent();
    if (expected) {
      events.publish(written.snapshot(), notice(sent, outcome));
    }
  }

  private static Notice unwanted(Job job) {
    return Notice.warning(
        "StrayJobs",
        job.type()
            + " job "
            + job.id()
            + " was launched, and nothing waits for it any more; it is cancelled and followed to"
            + " its end");
  }

  private static Notice notice(Launch sent, LaunchOutcome outcome) {
    return outcome.match(
        (job, status, blocks) ->
            Notice.normal("Launched", sent.type() + " job " + job.id() + " was launched"),
        jobs ->
            Notice.normal(
                "LaunchRecovered", sent.type() + " job " + jobs.get(0).job().id() + " was found"),
        (reason, retryAfter) -> Notice.normal("LaunchPutOff", "nothing was launched: " + reason),
        reason -> Notice.normal("DeprovisionSkipped", reason),
        (kind, reason) -> Notice.warning("LaunchRejected", kind + ": " + reason),
        reason -> Notice.warning("LaunchUnknown", "it is not known what became of it: " + reason));
  }
}
