package io.cloudkit.provider.aap;

import com.sun.management.OperatingSystemMXBean;
import io.cloudkit.provider.aap.RunningJobs.Kind;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints what it costs this side to follow 10,000 running jobs by their news: heap after a
 * collection, CPU and threads, at three times, so that growth would be seen. The simulated AAP is a
 * process of its own. Not a test: machines differ.
 */
public final class MonitorBench {
  private static final int COUNT = 10_000;

  /** Until each was asked about once. */
  private static final Duration WARM = Duration.ofSeconds(80);

  private static final String SERVE = "serve";

  private final Map<JobRef, JobQuery> running = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(16);
  private long told;

  private MonitorBench() {}

  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains(SERVE)) {
      serve();
      return;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process server =
        new ProcessBuilder(
                java,
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                MonitorBench.class.getName(),
                SERVE)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      new MonitorBench().run(lines);
    } finally {
      server.destroyForcibly();
    }
  }

  /** Tells address and token, and then each job that begins. */
  private static void serve() throws InterruptedException {
    try (RunningJobs jobs = new RunningJobs(Kind.JOBS, Duration.ofMillis(100))) {
      System.out.println(jobs.aap().apiUrl());
      System.out.println(jobs.aap().token());
      jobs.onLaunch(job -> System.out.println(job.id()));
      double unused = jobs.begin(COUNT);
      new CountDownLatch(1).await();
    }
  }

  private void run(BufferedReader lines) throws IOException {
    String url = lines.readLine();
    String token = lines.readLine();
    for (int i = 0; i < COUNT; i++) {
      follow(lines.readLine());
    }
    Thread reader = new Thread(() -> followAll(lines), "new-jobs");
    reader.setDaemon(true);
    reader.start();
    ProvisioningProvider provider =
        NewsRun.provider(
            url, new TestContext(() -> token, pool), chain -> chain.proceed(chain.request()));
    System.out.printf(Locale.ROOT, "%,d running jobs, a tick each second%n", COUNT);
    System.out.println("| after | heap | CPU | threads | ends told since |\n|---|---|---|---|---|");
    Duration sinceBegin = WARM;
    ask(provider, WARM);
    for (int i = 0; i < 3; i++) {
      told = 0;
      long cpu = cpu();
      long begin = System.nanoTime();
      ask(provider, NewsRun.MEASURED);
      long took = System.nanoTime() - begin;
      sinceBegin = sinceBegin.plusNanos(took);
      System.out.printf(
          Locale.ROOT,
          "| %d s | %.1f MiB | %.1f %% of a core | %d | %d |%n",
          sinceBegin.toSeconds(),
          heap() / 1048576.0,
          100.0 * (cpu() - cpu) / took,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          told);
    }
    pool.shutdown();
    provider.close();
  }

  private void followAll(BufferedReader lines) {
    try {
      for (String id = lines.readLine(); id != null; id = lines.readLine()) {
        follow(id);
      }
    } catch (IOException over) {
      // the bench is over, and its server gone
    }
  }

  private void follow(String id) {
    JobRef job = JobRef.of("aap", JobType.PROVISION, id, "");
    running.put(job, OneVm.query(job));
  }

  private void ask(ProvisioningProvider provider, Duration during) {
    long end = System.nanoTime() + during.toNanos();
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      try {
        provider
            .news(List.copyOf(running.values()))
            .forEach(
                (job, seen) -> {
                  if (NewsRun.tellsAnEnd(seen) && running.remove(job) != null) {
                    told++;
                  }
                });
      } catch (ProviderException unknown) {
        System.out.println(unknown.getMessage());
      }
      long rest = begin + NewsRun.TICK.toNanos() - System.nanoTime();
      LockSupport.parkNanos(Math.max(rest, NewsRun.TICK.toNanos() / 10));
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
