package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Decider;
import io.cloudkit.controller.decide.Decision;
import io.cloudkit.controller.decide.Facts;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.decide.Question;
import io.cloudkit.controller.decide.ReleaseGround;
import io.cloudkit.controller.decide.Situation;
import io.cloudkit.controller.decide.Wish;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps resources: observe, decide, save, act, absorb, save, publish. It chooses nothing itself.
 *
 * <p>{@link #step} may be called by many threads, but by one at a time for each resource. It blocks
 * while a provider or the store answers, and throws nothing that it expects.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int MAX_ROUNDS = 12;
  private static final int MAX_QUESTIONS = 32;

  private final StatusStore store;
  private final Leadership leadership;
  private final EngineEvents events;
  private final EngineSettings settings;
  private final Surroundings surroundings;
  private final LaunchPacers pacers;
  private final Memories memories;
  private final Observer observer;
  private final Orders orders;
  private final OutcomeRecorder recorder;

  /**
   * An engine.
   *
   * @param pacers how launches are spread
   * @param observer what is known and can be asked about resources
   * @param orders what can be ordered for them
   */
  Engine(
      StatusStore store,
      Leadership leadership,
      EngineEvents events,
      EngineSettings settings,
      Surroundings surroundings,
      LaunchPacers pacers,
      Memories memories,
      Observer observer,
      Orders orders) {
    this.store = store;
    this.leadership = leadership;
    this.events = events;
    this.settings = settings;
    this.surroundings = surroundings;
    this.pacers = pacers;
    this.memories = memories;
    this.observer = observer;
    this.orders = orders;
    this.recorder =
        new OutcomeRecorder(
            store, observer, orders, events, settings, surroundings, leadership.identity());
  }

  /** Whether this process leads, so that a step would do something. */
  public boolean mayAct() {
    return leadership.isLeader();
  }

  /**
   * Brings one resource as far as it goes now. While this process does not lead it does nothing but
   * forget what is gone.
   */
  public Next step(ResourceKey key) {
    try {
      if (!leadership.isLeader()) {
        forgetWhatWent(key);
        return Next.onChange();
      }
      return rounds(key);
    } catch (StoreException unanswered) {
      LOG.warn("{}: {}", key, unanswered.getMessage());
      return Next.after(settings.policy().askAgain());
    }
  }

  private Next rounds(ResourceKey key) {
    Optional<StoredResource> resource = read(key);
    for (int i = 0; i < MAX_ROUNDS; i++) {
      if (resource.isEmpty()) {
        return vanished(key);
      }
      Turn turn = round(resource.get());
      if (turn.isEnd()) {
        return turn.next();
      }
      resource = turn.fresh() ? store.readFresh(key) : turn.again();
    }
    return Next.after(Duration.ofSeconds(1));
  }

  /** What is cached may be older than what was seen, and show what had the name before. */
  private Optional<StoredResource> read(ResourceKey key) {
    Optional<StoredResource> cached = store.read(key);
    boolean isAnother =
        cached
            .flatMap(each -> memories.at(key).filter(memory -> !memory.uid().equals(each.uid())))
            .isPresent();
    return isAnother ? store.readFresh(key) : cached;
  }

  private Turn round(StoredResource seen) {
    Optional<Memory> replaced = memories.replaced(seen.key(), seen.uid());
    replaced.ifPresent(old -> orders.farewell(old));
    Memory memory = memories.of(seen.key(), seen.uid());
    Optional<Memory.Unrecorded> unrecorded = memory.unrecorded();
    if (unrecorded.isPresent()) {
      // what is cached may be older than the launch, and then would show nothing to record
      Optional<StoredResource> now =
          store.readFresh(seen.key()).filter(each -> each.uid().equals(seen.uid()));
      return now.isEmpty()
          ? Turn.reread()
          : recorder.record(now.get(), memory, unrecorded.get().sent(), unrecorded.get().outcome());
    }
    Wish wish = observer.wish(seen.snapshot());
    Facts facts = observer.facts(seen, wish, memory, leadership.identity());
    Decision decision = decide(seen, wish, memory, facts);
    return save(seen, wish, memory, decision);
  }

  /** Decides; asks what the decision needs to know, and decides again. */
  private Decision decide(StoredResource seen, Wish wish, Memory memory, Facts known) {
    Facts facts = known;
    boolean itsTurn = false;
    for (int i = 0; i < MAX_QUESTIONS; i++) {
      Decision decision =
          Decider.decide(new Situation(wish, seen.status(), facts, settings.policy()));
      events.decided(seen.key(), decision.rule());
      Optional<Question> question = decision.effect().asks();
      boolean launches = decision.effect().isLaunch();
      Optional<Launch> intended = decision.effect().intended();
      if (!itsTurn && intended.isPresent()) {
        Duration delay = pacers.delay(intended.get().provider(), seen.uid());
        itsTurn = delay.isZero();
        facts = facts.withLaunchDelay(delay);
      } else if (question.isPresent()) {
        facts = observer.answer(question.get(), seen, memory, facts);
      } else {
        if (!launches) {
          standBack(seen, memory, facts, decision);
        }
        return decision;
      }
    }
    throw new IllegalStateException(seen.key() + ": the rules ask without end");
  }

  /**
   * Nothing is launched: a place in the row is given up unless that is what is waited for, and a
   * launch that stays unresolved after its provider was asked is not asked about at once again: but
   * where a sign on the resource resolves it, which is not to be overlooked when it comes. Who is
   * woken in that time keeps its place: it may be the turn that it waits for, and going to the end
   * of the row each time it would never come.
   */
  private void standBack(StoredResource seen, Memory memory, Facts facts, Decision decision) {
    if (facts.launchDelay().isZero() && facts.recoverQuiet().isZero()) {
      pacers.leave(seen.uid());
    }
    boolean staysUnresolved =
        facts.answers().recovery().isPresent()
            && decision.next().launch().filter(launch -> !isToldBySigns(launch, facts)).isPresent();
    if (staysUnresolved) {
      memory.quietRecovery(decision.wakeAfter().orElse(Duration.ofSeconds(30)));
    }
  }

  /** Who can search goes to its backend for an answer, and is not asked at each change. */
  private static boolean isToldBySigns(Launch launch, Facts facts) {
    return Optional.ofNullable(facts.traits().get(launch.provider()))
        .filter(traits -> traits.watch() == ProviderTraits.Watch.SIGNALLED && !traits.canSearch())
        .isPresent();
  }

  private Turn save(StoredResource seen, Wish wish, Memory memory, Decision decision) {
    // counted from before the permission is asked for: a process that slept on it does not send
    Deadline sendBy = Deadline.after(settings.policy().sendWindow(), surroundings.nanoTime());
    // a status is not worth a write when the object ends with its last finalizer
    boolean last = decision.effect().isRelease() && seen.snapshot().finalizers().size() == 1;
    if (last || decision.next().equals(seen.status())) {
      return act(seen, memory, decision, sendBy);
    }
    Saved saved;
    try {
      saved = store.compareAndSet(seen, decision.next());
    } catch (StoreException unanswered) {
      LOG.warn("{}: status: {}", seen.key(), unanswered.getMessage());
      return readBack(seen, wish, memory, decision, sendBy);
    }
    return saved.match(
        written -> act(written, memory, decision, sendBy),
        () -> readBack(seen, wish, memory, decision, sendBy),
        Turn::reread);
  }

  /**
   * The answer to a permission was lost, or it conflicted, perhaps with itself: if it stands, and
   * nothing was sent under it, it may still be used for what it was decided for.
   */
  private Turn readBack(
      StoredResource seen, Wish wish, Memory memory, Decision decision, Deadline sendBy) {
    if (!decision.effect().isLaunch()) {
      return Turn.reread();
    }
    Launch unsent = decision.next().launch().orElseThrow();
    LaunchOutcome nothing =
        LaunchOutcome.notSent("its permission could not be read back", Duration.ZERO);
    // should this read fail, too, it is still known that nothing was sent
    memory.unrecorded(new Memory.Unrecorded(seen, unsent, nothing, surroundings.clock().instant()));
    Optional<StoredResource> now = store.readFresh(seen.key());
    memory.recorded();
    Optional<StoredResource> stands =
        now.filter(each -> each.uid().equals(seen.uid()))
            .filter(each -> each.status().launch().equals(decision.next().launch()));
    if (stands.isEmpty()) {
      return Turn.reread();
    }
    // deletion, another spec, a hold: what came since was not there to be decided upon (X2)
    return observer.wish(stands.get().snapshot()).equals(wish)
        ? act(stands.get(), memory, decision, sendBy)
        : putOff(stands.get(), memory, unsent);
  }

  private Turn putOff(StoredResource saved, Memory memory, Launch unsent) {
    pacers.leave(saved.uid());
    String why = "what is asked of the resource changed before it was sent";
    return recorder.record(saved, memory, unsent, LaunchOutcome.notSent(why, Duration.ZERO));
  }

  private Turn act(StoredResource saved, Memory memory, Decision decision, Deadline sendBy) {
    LOG.debug("{}: {}; {}", saved.key(), decision.rule(), decision.effect());
    memory.recorded(); // with this write, should there have been something to record
    observer.remember(saved, memory);
    Turn turn =
        decision
            .effect()
            .match(
                () -> Turn.rest(saved, decision.wakeAfter()),
                question -> Turn.end(Next.onChange()),
                () -> addFinalizer(saved),
                launch -> launch(saved, memory, launch, sendBy),
                jobs -> cancel(saved, memory, decision, jobs),
                ground -> release(saved, ground));
    // what did not come to pass is decided again, and told of then
    if (!turn.fresh()) {
      decision.notices().forEach(notice -> publish(saved, notice));
    }
    return turn;
  }

  private Turn addFinalizer(StoredResource saved) {
    return store.addFinalizer(saved).match(Turn::with, Turn::reread, Turn::reread);
  }

  private Turn release(StoredResource saved, ReleaseGround ground) {
    return store
        .removeFinalizer(saved)
        .match(
            kept -> {
              tellWhoKeepsIt(kept);
              return released(saved, ground);
            },
            Turn::reread,
            () -> {
              memories.forget(saved.key());
              observer.forget(saved.uid());
              return released(saved, ground);
            });
  }

  /** From here on nothing of ours happens: a person who waits must know whom for. */
  private void tellWhoKeepsIt(StoredResource kept) {
    List<String> others = kept.snapshot().finalizers();
    if (!others.isEmpty()) {
      String message = "nothing is left to do here; it goes when others remove their finalizers: ";
      publish(kept, Notice.warning("KeptByOthers", message + String.join(", ", others)));
    }
  }

  private static Turn released(StoredResource saved, ReleaseGround ground) {
    LOG.info("{}: released, {}", saved.key(), ground);
    return Turn.end(Next.onChange());
  }

  private Turn cancel(StoredResource saved, Memory memory, Decision decision, List<Job> jobs) {
    for (Job job : jobs) {
      orders.cancel(saved, memory, job);
    }
    return memory.sight().hasHearsay()
        ? Turn.with(saved)
        : Turn.end(new Next(decision.wakeAfter()));
  }

  private Turn launch(StoredResource saved, Memory memory, Launch launch, Deadline sendBy) {
    pacers.leave(saved.uid());
    return recorder.record(saved, memory, launch, send(saved, launch, sendBy));
  }

  private LaunchOutcome send(StoredResource saved, Launch launch, Deadline sendBy) {
    if (!leadership.isLeader()) {
      return LaunchOutcome.notSent("the lead was lost before it was sent", Duration.ZERO);
    }
    return orders.launch(saved, launch, sendBy);
  }

  /**
   * Nothing is there any more: what still runs for it is told of, and ended where that is possible.
   */
  private Next vanished(ResourceKey key) {
    if (memories.at(key).isPresent() && store.readFresh(key).isPresent()) {
      return Next.after(Duration.ofSeconds(1)); // the cache is behind
    }
    memories
        .forget(key)
        .ifPresent(
            memory -> {
              pacers.leave(memory.uid());
              observer.forget(memory.uid());
              orders.farewell(memory);
            });
    return Next.onChange();
  }

  /**
   * Another process leads, and has seen to what became of it: remembered on, its jobs would be
   * asked about for ever, and a namesake be taken for its end.
   */
  private void forgetWhatWent(ResourceKey key) {
    Optional<Memory> memory = memories.at(key);
    boolean stays =
        memory.isEmpty()
            || store.read(key).filter(each -> each.uid().equals(memory.get().uid())).isPresent();
    if (!stays) {
      memories.forget(key);
      pacers.leave(memory.get().uid());
      observer.forget(memory.get().uid());
    }
  }

  private void publish(StoredResource resource, Notice notice) {
    events.publish(resource.snapshot(), notice);
  }
}
