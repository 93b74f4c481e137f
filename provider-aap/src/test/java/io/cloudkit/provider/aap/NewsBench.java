package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Prints what it costs AAP to be asked for news of many running jobs, and how soon an end is told,
 * beside a naive loop that looks at each job every 30 s. Not a test: machines differ. The simulated
 * AAP takes time for each row as a real one does (aap-api.md §15.9).
 */
public final class NewsBench {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration NAIVE = Duration.ofSeconds(30);

  /** Until each of 10,000 jobs was asked about once. */
  private static final Duration WARM = Duration.ofSeconds(80);

  private static final Duration ROW = Duration.ofMillis(12);
  private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("seconds", 60));
  private static final List<Integer> COUNTS = List.of(50, 1_000, 10_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeAap aap;
  private final Template template;
  private final ProvisioningProvider provider;
  private final ExecutorService pool = Executors.newFixedThreadPool(256);
  private final ScheduledExecutorService world = Executors.newScheduledThreadPool(2);
  private final Random random = new Random(1);

  private final Map<JobRef, JobQuery> running = new ConcurrentHashMap<>();
  private final Map<JobRef, Long> endedAt = new ConcurrentHashMap<>();
  private final List<Long> heardAfter = new CopyOnWriteArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private NewsBench(Duration answer) {
    aap = FakeAap.builder().latency(answer).latencyPerRow(ROW).start();
    template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    aap.add(TemplateSpec.job("delete-vm"));
    AapProviderFactory factory = new AapProviderFactory();
    Map<String, String> settings =
        Map.of(
            "url", aap.apiUrl(),
            "provision-template", "create-vm",
            "deprovision-template", "delete-vm");
    provider =
        AapProvider.create(
            ProviderConfig.of("aap", factory.properties(), settings),
            new TestContext(aap::token, pool),
            client -> client.addInterceptor(this::counted),
            Duration.ZERO);
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.out.printf(
        "each row takes AAP %d ms; each figure is of %d s%n", ROW.toMillis(), MEASURED.toSeconds());
    System.out.println(
        "| asked | answer | running | ends/s | requests/s | rows/s | kB/s | end → told p50 / p95 |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    // all at the same time: they share the machine, which makes none of them look better
    List<Thread> threads = new ArrayList<>();
    for (int answer : new int[] {100, 500}) {
      for (int count : COUNTS) {
        Thread thread = new Thread(() -> measure("news", answer, count));
        thread.start();
        threads.add(thread);
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int count : COUNTS) {
      measure("naive loop", 100, count);
    }
  }

  private static void measure(String how, int answer, int count) {
    try {
      new NewsBench(Duration.ofMillis(answer)).run(how, answer, count);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String how, int answer, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      launch();
    }
    boolean isNews = how.equals("news");
    // a job runs for ten minutes; but an end a second there must be
    double endsPerSecond = Math.max(1, count / 600.0);
    ScheduledFuture<?> ends =
        world.scheduleAtFixedRate(
            this::endOne, 0, (long) (1e9 / endsPerSecond), TimeUnit.NANOSECONDS);
    if (isNews) {
      // what began within the last minute is told, too: here nothing has
      Thread.sleep(Duration.ofSeconds(61).toMillis());
    }
    ask(isNews, isNews ? WARM : NAIVE);
    requests.set(0);
    rows.set(0);
    bytes.set(0);
    heardAfter.clear();
    long begin = System.nanoTime();
    ask(isNews, MEASURED);
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] sorted =
        LongStream.of(heardAfter.stream().mapToLong(x -> x).toArray()).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d ms | %,d | %.1f | %.1f | %.1f | %.1f | %s / %s |%n",
        how,
        answer,
        count,
        endsPerSecond,
        requests.get() / seconds,
        rows.get() / seconds,
        bytes.get() / seconds / 1e3,
        percentile(sorted, 50),
        percentile(sorted, 95));
    ends.cancel(false);
    world.shutdownNow();
    pool.shutdown();
    boolean unused = pool.awaitTermination(10, TimeUnit.SECONDS);
    provider.close();
    aap.close();
  }

  private static String percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f s", sorted[(sorted.length - 1) * percent / 100] / 1e9);
  }

  private void launch() {
    long id =
        aap.controller()
            .launch(
                LaunchOrder.of(template.id(), JsonNodeFactory.instance.objectNode(), aap.user()))
            .id();
    JobRef job = JobRef.of("aap", JobType.PROVISION, "job-" + id, "");
    running.put(job, OneVm.query(job));
  }

  /** One ends somewhere within a second, and another begins. */
  private void endOne() {
    List<JobRef> alive =
        running.keySet().stream().filter(job -> !endedAt.containsKey(job)).toList();
    JobRef job = alive.get(random.nextInt(alive.size()));
    ScheduledFuture<?> unused =
        world.schedule(() -> end(job), random.nextInt(1_000), TimeUnit.MILLISECONDS);
  }

  private void end(JobRef job) {
    long number = JobId.parse(job.id()).orElseThrow().number();
    endedAt.put(job, System.nanoTime());
    aap.controller().finish(number, Ending.succeeds());
    launch();
  }

  private void ask(boolean isNews, Duration during) {
    if (isNews) {
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
        provider.news(List.copyOf(running.values())).forEach(this::hear);
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
      List<JobQuery> round = List.copyOf(running.values());
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
    Long ended = endedAt.get(job);
    boolean isEnd =
        seen.match(status -> status.state().isTerminal(), gone -> true, no -> false, no -> false);
    if (isEnd && ended != null && running.remove(job) != null) {
      heardAfter.add(System.nanoTime() - ended);
    }
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
