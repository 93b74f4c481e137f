package io.cloudkit.controller.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * As many bad days as asked for, on all cores: {@code ./mvnw -q -Pstorm -Dschedules=N -Dseed=S
 * -Dability=NAME}; with {@code -Dstory=true} one, told line by line. Its last line is {@code
 * schedules=… steps=… faults=… violations=…}, and it exits with 1 if a promise was broken, or if
 * there were days enough for every fault and every rule, and one was missing; a {@link StormReport}
 * tells more.
 */
public final class Storm {
  /** From so many days on, a fault that never struck or a rule that never decided is a failure. */
  private static final long ENOUGH = 100_000;

  private static final int LARGEST_BATCH = 200;
  private static final int TOLD = 3;
  private static final int NAMED = 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration BETWEEN_TWO_LINES = Duration.ofSeconds(5);

  private final StormOptions options;
  private final long schedules;
  private final List<Ability> mix;
  private final Map<Ability, Long> nextSeed = new LinkedHashMap<>();
  private final Map<Ability, Tally> tallies = new LinkedHashMap<>();
  private final List<Broken> broken = new ArrayList<>();
  private final PrintStream out;
  private final long startedAt = System.nanoTime();
  private long saidAt = startedAt;

  /** A day that broke a promise. */
  private record Broken(Ability ability, long seed, List<String> violations) {
    @Override
    public String toString() {
      return violations.get(0) + "; again: " + Shrinker.command(ability, seed);
    }
  }

  /** The days of some seeds. */
  private record Batch(Ability ability, Tally tally, List<Broken> broken) {}

  private Storm(StormOptions options, PrintStream out) {
    this.options = options;
    this.schedules = options.schedules();
    this.mix = options.abilities().stream().flatMap(Storm::share).toList();
    this.out = out;
    options.abilities().forEach(each -> nextSeed.put(each, options.seed()));
    options.abilities().forEach(each -> tallies.put(each, new Tally()));
  }

  /** The longer its days take, the fewer there are. */
  private static Stream<Ability> share(Ability ability) {
    boolean aap = ability.isAny(each -> each.backend() == Ability.Backend.AAP);
    boolean eda = ability.isAny(Ability.Member::isEda);
    int share = aap ? 1 : eda ? 4 : 40;
    return Collections.nCopies(share, ability).stream();
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Storm storm = new Storm(StormOptions.of(System::getProperty), System.out);
      System.exit(storm.rage() ? 0 : 1);
    } catch (IllegalArgumentException | IOException refused) {
      System.err.println(
          refused instanceof IOException ? "report: " + refused : refused.getMessage());
      System.exit(2);
    }
  }

  private boolean rage() throws IOException, InterruptedException, ExecutionException {
    // a report that can not be written is better known before the days than after
    Files.writeString(options.report(), "not ended\n");
    out.printf("%,d days from seed %d on%n", schedules, options.seed());
    if (options.story()) {
      tell(new Schedule(new SeededDraws(options.seed()), mix.get(0), Story.told()));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(cores);
    try {
      Deque<Future<Batch>> running = new ArrayDeque<>();
      long batch = Math.max(1, Math.min(LARGEST_BATCH, schedules / mix.size()));
      long given = 0;
      for (int turn = 0; given < schedules; turn++) {
        long days = Math.min(batch, schedules - given);
        Ability ability = mix.get(turn % mix.size());
        long first = nextSeed.merge(ability, days, Long::sum) - days;
        running.add(workers.submit(() -> batch(ability, first, days)));
        given += days;
        if (running.size() > 2 * cores) {
          add(running.remove().get());
        }
      }
      while (!running.isEmpty()) {
        add(running.remove().get());
      }
    } finally {
      workers.shutdownNow();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
    StormReport report =
        new StormReport(tallies, broken.stream().map(Broken::toString).toList(), took);
    broken.stream().limit(TOLD).forEach(each -> out.println(story(each)));
    List<String> missing = schedules >= ENOUGH ? report.missing() : List.of();
    missing.forEach(out::println);
    Files.writeString(options.report(), report.markdown());
    out.printf("report: %s%n%s violations=%d%n", options.report(), report.line(), broken.size());
    return broken.isEmpty() && missing.isEmpty();
  }

  private void tell(Schedule day) {
    List<String> violations = Shrinker.run(day);
    day.story().lines().forEach(out::println);
    violations.forEach(out::println);
  }

  private static Batch batch(Ability ability, long first, long days) {
    long before = THREADS.getCurrentThreadCpuTime();
    Tally tally = new Tally();
    List<Broken> broken = new ArrayList<>();
    for (long seed = first; seed < first + days; seed++) {
      Schedule schedule = new Schedule(seed, ability);
      List<String> violations = Shrinker.run(schedule);
      tally.add(schedule);
      if (!violations.isEmpty()) {
        broken.add(new Broken(ability, seed, violations));
      }
    }
    tally.took(THREADS.getCurrentThreadCpuTime() - before);
    return new Batch(ability, tally, broken);
  }

  private void add(Batch batch) {
    tallies.get(batch.ability()).add(batch.tally());
    // whoever ends the storm early has a day to look at
    batch.broken().stream().limit(Math.max(0, NAMED - broken.size())).forEach(out::println);
    broken.addAll(batch.broken());
    long now = System.nanoTime();
    if (now - saidAt >= BETWEEN_TWO_LINES.toNanos()) {
      saidAt = now;
      long days = tallies.values().stream().mapToLong(Tally::days).sum();
      long perSecond = Math.max(1, days * 1_000_000_000L / (now - startedAt));
      out.printf(
          "%3d %% %,d of %,d, %,d a second, %,d s to go, violations=%d%n",
          100 * days / schedules,
          days,
          schedules,
          perSecond,
          (schedules - days) / perSecond,
          broken.size());
    }
  }

  private static String story(Broken day) {
    return new Shrinker(day.ability(), day.seed(), day.violations()).report();
  }
}
