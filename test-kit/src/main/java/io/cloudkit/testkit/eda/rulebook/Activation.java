package io.cloudkit.testkit.eda.rulebook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One life of a rulebook activation, from its start to its kill: puts wait for a queue of one slot,
 * the queue is drained while few enough actions are planned, and plans start while few enough run
 * (§1 "Backpressure"). Thread-safe; holds no lock while it tells a putter.
 */
public final class Activation {

  /** What a rule does with an event. */
  @FunctionalInterface
  public interface Action {
    /**
     * Called once, with the lock of the activation held, so that nothing starts after a kill.
     *
     * @param whenEnded to be called once the job has ended, from any thread, not within this call
     */
    void start(Runnable whenEnded);
  }

  private record Put(Event event, Runnable done) {}

  private final Strategy strategy;
  private final Function<Event, Optional<Action>> rules;
  private final Deque<Put> puts = new ArrayDeque<>();
  private final Deque<Action> plans = new ArrayDeque<>();
  private @Nullable Event slot;
  private int running;
  private boolean dead;

  /**
   * A life that begins now.
   *
   * @param rules the action for an event; empty if no rule matches, and it is dropped in silence
   */
  public Activation(Strategy strategy, Function<Event, Optional<Action>> rules) {
    this.strategy = strategy;
    this.rules = rules;
  }

  /**
   * Puts an event into the queue, now or once there is room; whether the sender is still there is
   * of no interest.
   *
   * @param done called once the event is in the queue; never if the activation is killed before
   */
  public void put(Event event, Runnable done) {
    synchronized (this) {
      if (dead) {
        return;
      }
      puts.add(new Put(event, done));
    }
    work();
  }

  /** How many events wait, accepted or not, for their action to start. */
  public synchronized int waiting() {
    return puts.size() + plans.size() + (slot == null ? 0 : 1);
  }

  /** Loses everything that waits; nothing starts any more. */
  public synchronized void kill() {
    dead = true;
    puts.clear();
    plans.clear();
    slot = null;
  }

  /** Moves everything on as far as it goes, and only then tells the putters. */
  private void work() {
    List<Runnable> told = new ArrayList<>();
    synchronized (this) {
      while (startsAPlan() || plansAnEvent() || fillsTheSlot(told)) {
        // each of them makes room for the one before it
      }
    }
    told.forEach(Runnable::run);
  }

  private boolean startsAPlan() {
    if (plans.isEmpty() || running >= strategy.mostRunning()) {
      return false;
    }
    running++;
    plans.remove().start(this::ended);
    return true;
  }

  private boolean plansAnEvent() {
    if (slot == null || plans.size() >= strategy.mostPlanned()) {
      return false;
    }
    rules.apply(slot).ifPresent(plans::add);
    slot = null;
    return true;
  }

  private boolean fillsTheSlot(List<Runnable> told) {
    if (slot != null || puts.isEmpty()) {
      return false;
    }
    Put put = puts.remove();
    slot = put.event();
    told.add(put.done());
    return true;
  }

  private void ended() {
    synchronized (this) {
      running--;
    }
    work();
  }
}
