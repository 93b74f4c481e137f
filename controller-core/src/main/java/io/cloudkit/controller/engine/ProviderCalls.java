package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one provider instance, on threads of its own: one that hangs costs the others nothing. A
 * call that throws, takes too long, or finds no thread is "nobody answered", never a failure (L3).
 * The only class that launches and cancels. Thread-safe.
 */
final class ProviderCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);

  private static final int MAX_REASON = 256;

  /** In which who was interrupted may still say what it saw. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final String instance;
  private final ProvisioningProvider provider;
  private final ExecutorService launches;
  private final ExecutorService questions;

  /** How often the news had no answer in their time. */
  private final AtomicInteger overtime = new AtomicInteger();

  /**
   * Calls to one instance. Both pools are bounded in threads and queue, and refuse what they have
   * no room for.
   *
   * @param launches where launches run: a backend that lets them hang holds up nothing else
   * @param questions where all other calls do
   */
  ProviderCalls(
      String instance,
      ProvisioningProvider provider,
      ExecutorService launches,
      ExecutorService questions) {
    this.instance = instance;
    this.provider = provider;
    this.launches = launches;
    this.questions = questions;
  }

  ProviderTraits traits() {
    return provider.traits();
  }

  /** Launches, in time or not at all. */
  LaunchOutcome launch(LaunchRequest request) {
    Callable<LaunchOutcome> send =
        () -> {
          if (request.sendBy().isPast()) {
            return LaunchOutcome.notSent("its turn came too late to send it", Duration.ZERO);
          }
          return request.type() == JobType.PROVISION
              ? LaunchOutcome.of(provider.triggerProvision(request))
              : LaunchOutcome.of(provider.triggerDeprovision(request));
        };
    return call(
        launches,
        "launch",
        patience(),
        send,
        Function.identity(),
        LaunchOutcome::unknown,
        reason -> LaunchOutcome.notSent(reason, Duration.ofSeconds(1)));
  }

  Answer<Recovery> recover(UnresolvedLaunch launch) {
    return ask("recover", () -> provider.recover(launch));
  }

  Answer<JobObservation> observe(JobQuery job) {
    return ask("observe", () -> provider.observe(job));
  }

  /**
   * News of many jobs: the time for one call, and a second more for each ten of them. One that is
   * over them then tells what it saw, which is news as well, and the next begins with others.
   */
  Answer<Map<JobRef, JobObservation>> news(Collection<JobQuery> active) {
    List<JobQuery> jobs = new ArrayList<>(active);
    Collections.rotate(jobs, -first(jobs.size()));
    CompletableFuture<Map<JobRef, JobObservation>> told = new CompletableFuture<>();
    Answer<Map<JobRef, JobObservation>> inTime =
        call(
            questions,
            "news",
            patience().plusMillis(100L * jobs.size()),
            () -> passedOn(() -> Map.copyOf(provider.news(jobs)), told),
            Answer::known,
            Answer::unavailable,
            reason -> {
              told.cancel(false);
              return Answer.unavailable(reason);
            });
    return inTime.match(news -> inTime, reason -> lastWords(told).orElse(inTime));
  }

  /** Parts of the whole that never meet again: each time far from where it was before. */
  private int first(int jobs) {
    return (int) (overtime.get() * GOLDEN % 1 * jobs);
  }

  private static <T> T passedOn(Callable<T> question, CompletableFuture<T> to) throws Exception {
    try {
      T answer = question.call();
      to.complete(answer);
      return answer;
    } finally {
      to.cancel(false); // unless it was answered
    }
  }

  /** What was seen before the time was over; empty if nothing was. */
  private <T> Optional<Answer<T>> lastWords(CompletableFuture<T> told) {
    try {
      Answer<T> late = Answer.known(told.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS));
      overtime.incrementAndGet();
      return Optional.of(late);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException | CancellationException nothing) {
      overtime.incrementAndGet();
    }
    return Optional.empty();
  }

  Answer<CancelResult> cancel(JobQuery job) {
    return ask("cancel", () -> provider.cancel(job));
  }

  Answer<Optional<String>> bookmark(LaunchPlan plan) {
    return ask("bookmark", () -> provider.bookmark(plan));
  }

  Answer<LiveJobs> liveJobs(ResourceSnapshot resource) {
    return ask("liveJobs", () -> provider.liveJobs(resource));
  }

  private <T> Answer<T> ask(String what, Callable<T> question) {
    return call(
        questions,
        what,
        patience(),
        question,
        Answer::known,
        Answer::unavailable,
        Answer::unavailable);
  }

  private Duration patience() {
    return provider.traits().callTimeout();
  }

  /** Answers by what came of the call: its result, "not known", or "surely not begun". */
  private <T, R> R call(
      ExecutorService pool,
      String what,
      Duration patience,
      Callable<T> work,
      Function<T, R> done,
      Function<String, R> unknown,
      Function<String, R> notBegun) {
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    Future<T> result;
    try {
      result =
          pool.submit(
              () -> {
                if (!begun.complete(true)) {
                  throw new IllegalStateException("given up before it began");
                }
                return work.call();
              });
    } catch (RejectedExecutionException full) {
      return notBegun.apply("provider " + instance + ": too many calls wait already");
    }
    long timeout = patience.toMillis();
    try {
      begun.get(timeout, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      if (begun.complete(false)) {
        result.cancel(false);
        return notBegun.apply(
            "provider " + instance + ": no thread was free in " + timeout + " ms");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      if (begun.complete(false)) {
        return notBegun.apply("provider " + instance + ": interrupted before it began");
      }
      return unknown.apply("provider " + instance + ": interrupted");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    return await(what, result, timeout, done, unknown);
  }

  private <T, R> R await(
      String what,
      Future<T> result,
      long timeout,
      Function<T, R> done,
      Function<String, R> unknown) {
    try {
      T value = result.get(timeout, TimeUnit.MILLISECONDS);
      if (value == null) {
        LOG.error("provider {}: {} answered null, a defect of the provider", instance, what);
        return unknown.apply("provider " + instance + ": " + what + " answered nothing");
      }
      return done.apply(value);
    } catch (TimeoutException late) {
      result.cancel(true);
      return unknown.apply("provider " + instance + ": no answer in " + timeout + " ms");
    } catch (InterruptedException interrupt) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      return unknown.apply("provider " + instance + ": interrupted");
    } catch (ExecutionException thrown) {
      return unknown.apply(explain(what, thrown.getCause()));
    }
  }

  private String explain(String what, @Nullable Throwable cause) {
    if (cause instanceof ProviderException known) {
      // what is behind it is for who writes a provider
      LOG.debug("provider {}: {} found no answer", instance, what, known);
      return words(known.getMessage());
    }
    // its text is not ours to vouch for: it may hold a secret, so only the class is shown to people
    LOG.error(
        "provider {}: {} threw what it must not, a defect of the provider", instance, what, cause);
    String kind = cause == null ? "an exception" : cause.getClass().getName();
    return "provider " + instance + ": " + what + " failed with " + kind + "; see the log";
  }

  /** They go into conditions and Events, and come from anywhere. */
  private String words(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "provider " + instance + ": no reason was given";
    }
    return message.length() <= MAX_REASON ? message : message.substring(0, MAX_REASON - 1) + "…";
  }
}
