package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.eda.rulebook.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest events, up to a number and to a sum of their payloads. Thread-safe. */
final class EventLog {
  private static final int REMEMBERED = 10_000;
  private static final long CHARACTERS = 64L << 20;

  private record Entry(Event event, long size) {}

  private final Deque<Entry> newest = new ArrayDeque<>();
  private long characters;

  void add(Event event) {
    Entry entry = new Entry(event, event.payload().toString().length());
    synchronized (this) {
      newest.add(entry);
      characters += entry.size();
      while (newest.size() > REMEMBERED || characters > CHARACTERS) {
        characters -= newest.remove().size();
      }
    }
  }

  synchronized List<Event> newest() {
    return newest.stream().map(Entry::event).toList();
  }
}
