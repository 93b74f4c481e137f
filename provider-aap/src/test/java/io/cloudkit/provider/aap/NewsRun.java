package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import okhttp3.Interceptor;
import okhttp3.Response;

/** One row of a table: what it costs AAP to be asked about many jobs, and when an end is told. */
final class NewsRun {
  static final Duration TICK = Duration.ofSeconds(1);
  static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("seconds", 60));
  static final String HEAD =
      "| asked | answer | running | ends/s | requests/s | rows/s | kB/s | end → told p50 / p95 |\n"
          + "|---|---|---|---|---|---|---|---|";

  private static final Duration NAIVE = Duration.ofSeconds(30);

  /** Until each of 10,000 jobs was asked about once. */
  private static final Duration WARM = Duration.ofSeconds(80);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it is asked. */
  enum Way {
    NEWS("news"),
    /** Looks at each job every 30 s. */
    NAIVE("naive loop");

    final String words;

    Way(String words) {
      this.words = words;
    }
  }

  private final RunningJobs jobs;
  private final ProvisioningProvider provider;
  private final ExecutorService pool = Executors.newFixedThreadPool(256);
  private final List<Long> heardAfter = new CopyOnWriteArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private NewsRun(RunningJobs jobs) {
    this.jobs = jobs;
    this.provider =
        provider(jobs.aap().apiUrl(), new TestContext(jobs.aap()::token, pool), this::counted);
  }

  static ProvisioningProvider provider(String url, TestContext context, Interceptor interceptor) {
    AapProviderFactory factory = new AapProviderFactory();
    Map<String, String> settings =
        Map.of(
            "url", url,
            "provision-template", "create-vm",
            "deprovision-template", "delete-vm");
    return AapProvider.create(
        ProviderConfig.of("aap", factory.properties(), settings),
        context,
        client -> client.addInterceptor(interceptor),
        Duration.ZERO);
  }

  /** Begins to measure, and prints the row in the end. */
  static Thread start(Way way, RunningJobs.Kind kind, Duration answer, int count) {
    Thread thread = new Thread(() -> measure(way, kind, answer, count));
    thread.start();
    return thread;
  }

  private static void measure(Way way, RunningJobs.Kind kind, Duration answer, int count) {
    try (RunningJobs jobs = new RunningJobs(kind, answer)) {
      new NewsRun(jobs).run(way, kind, answer, count);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Way way, RunningJobs.Kind kind, Duration answer, int count)
      throws InterruptedException {
    double endsPerSecond = jobs.begin(count);
    boolean isNews = way == Way.NEWS;
    if (isNews) {
      // what began within the last minute is told, too: here nothing has
      Thread.sleep(Duration.ofSeconds(61).toMillis());
    }
    ask(way, isNews ? WARM : NAIVE);
    requests.set(0);
    rows.set(0);
    bytes.set(0);
    heardAfter.clear();
    long begin = System.nanoTime();
    ask(way, MEASURED);
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] sorted =
        LongStream.of(heardAfter.stream().mapToLong(x -> x).toArray()).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d ms | %,d %s | %.1f | %.1f | %.1f | %.1f | %s / %s |%n",
        way.words,
        answer.toMillis(),
        count,
        kind.words,
        endsPerSecond,
        requests.get() / seconds,
        rows.get() / seconds,
        bytes.get() / seconds / 1e3,
        percentile(sorted, 50),
        percentile(sorted, 95));
    pool.shutdown();
    boolean unused = pool.awaitTermination(10, TimeUnit.SECONDS);
    provider.close();
  }

  private static String percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f s", sorted[(sorted.length - 1) * percent / 100] / 1e9);
  }

  private void ask(Way way, Duration during) {
    if (way == Way.NEWS) {
      askForNews(during);
    } else {
      lookAtEach(during);
    }
  }

  /** As the engine does: a tick a second, one after the other. */
  private void askForNews(Duration during) {
    long end = System.nanoTime() + during.toNanos();
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      try {
        provider.news(jobs.followed()).forEach(this::hear);
      } catch (ProviderException unknown) {
        System.out.println(unknown.getMessage());
      }
      long rest = begin + TICK.toNanos() - System.nanoTime();
      LockSupport.parkNanos(Math.max(rest, TICK.toNanos() / 10));
    }
  }

  /** Each job once in 30 s, evenly. */
  private void lookAtEach(Duration during) {
    long end = System.nanoTime() + during.toNanos();
    while (System.nanoTime() < end) {
      List<JobQuery> round = jobs.followed();
      long pause = NAIVE.toNanos() / round.size();
      long next = System.nanoTime();
      for (JobQuery query : round) {
        if (next >= end) {
          return;
        }
        LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        pool.execute(() -> hear(query.job(), provider.observe(query)));
        next += pause;
      }
      LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
    }
  }

  private void hear(JobRef job, JobObservation seen) {
    if (tellsAnEnd(seen)) {
      jobs.hear(job).ifPresent(heardAfter::add);
    }
  }

  static boolean tellsAnEnd(JobObservation seen) {
    return seen.match(
        status -> status.state().isTerminal(), gone -> true, no -> false, no -> false);
  }

  private Response counted(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    byte[] body = response.peekBody(Long.MAX_VALUE).bytes();
    int listed = JSON.readTree(body).path("results").size();
    boolean isJob = chain.request().url().encodedPath().contains("/jobs/");
    requests.incrementAndGet();
    rows.addAndGet(isJob ? 1 : listed);
    bytes.addAndGet(body.length);
    return response;
  }
}
