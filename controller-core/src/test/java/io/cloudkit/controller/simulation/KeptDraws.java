package io.cloudkit.controller.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The draws of a day, kept: what came before its events, those of each event, and what came after
 * them. Cut down, they are the draws of a smaller day. Immutable.
 */
record KeptDraws(List<int[]> parts) {
  private static final int BEFORE_AND_AFTER = 2;

  KeptDraws {
    parts = List.copyOf(parts);
  }

  int events() {
    return parts.size() - BEFORE_AND_AFTER;
  }

  /** How large the day is: its events, and the choices that were not the one of least trouble. */
  long troubles() {
    return events() + parts.stream().flatMapToInt(Arrays::stream).filter(each -> each != 0).count();
  }

  /** Without so many events, from that one on. */
  KeptDraws without(int from, int count) {
    List<int[]> fewer = new ArrayList<>(parts);
    fewer.subList(1 + from, 1 + Math.min(from + count, events())).clear();
    return new KeptDraws(fewer);
  }

  /** With the choice of least trouble in one place. */
  KeptDraws calmer(int part, int place) {
    List<int[]> calmer = new ArrayList<>(parts);
    int[] draws = calmer.get(part).clone();
    draws[place] = 0;
    calmer.set(part, draws);
    return new KeptDraws(calmer);
  }

  /** Draws that give these again, and the choice of least trouble when a part is used up. */
  Draws again() {
    return new Again(parts);
  }

  static Recorder recorder(Draws draws) {
    return new Recorder(draws);
  }

  @Override
  public String toString() {
    return parts.stream().map(Arrays::toString).collect(Collectors.joining());
  }

  private static final class Again implements Draws {
    private final List<int[]> parts;
    private int part;
    private int place;

    Again(List<int[]> parts) {
      this.parts = parts;
    }

    @Override
    public int below(int bound) {
      int[] now = parts.get(part);
      return place < now.length ? Math.min(now[place++], bound - 1) : 0;
    }

    @Override
    public boolean anotherEvent() {
      part++;
      place = 0;
      return part < parts.size() - 1;
    }
  }

  /** Passes draws on, and keeps them. */
  static final class Recorder implements Draws {
    private final Draws draws;
    private final List<int[]> parts = new ArrayList<>();
    private int[] part = new int[16];
    private int length;

    private Recorder(Draws draws) {
      this.draws = draws;
    }

    @Override
    public int below(int bound) {
      return keep(draws.below(bound));
    }

    @Override
    public int below(Fault fault, int bound) {
      return keep(draws.below(fault, bound));
    }

    private int keep(int drawn) {
      if (length == part.length) {
        part = Arrays.copyOf(part, 2 * length);
      }
      part[length++] = drawn;
      return drawn;
    }

    @Override
    public boolean anotherEvent() {
      closePart();
      return draws.anotherEvent();
    }

    private void closePart() {
      parts.add(Arrays.copyOf(part, length));
      length = 0;
    }

    /** All draws so far. */
    KeptDraws kept() {
      List<int[]> all = new ArrayList<>(parts);
      all.add(Arrays.copyOf(part, length));
      return new KeptDraws(all);
    }
  }
}
