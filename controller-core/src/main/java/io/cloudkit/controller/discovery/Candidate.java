package io.cloudkit.controller.discovery;

import io.cloudkit.controller.discovery.ProviderDiscovery.Found;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A factory that is named in a jar, and has not been made yet. */
final class Candidate {
  private final Class<?> named;
  private final Maker maker;
  private final Home home;

  /** Calls the constructor of a factory, and may throw anything. */
  @FunctionalInterface
  interface Maker {
    ProvisioningProviderFactory make();
  }

  /**
   * A factory that has not been made yet.
   *
   * @param named its class
   */
  Candidate(Class<?> named, Maker maker, Home home) {
    this.named = named;
    this.maker = maker;
    this.home = home;
  }

  /**
   * Makes factories and asks who they are: all at once, each on a thread of its own, so that one
   * which hangs keeps nobody waiting but until the end of the patience.
   *
   * @param refused gets a sentence for each that can not be used
   */
  static Map<Candidate, Found> interview(
      List<Candidate> all, Duration patience, List<String> refused) {
    Map<Candidate, Found> heard = new HashMap<>();
    if (all.isEmpty()) {
      return heard;
    }
    ExecutorService threads = Executors.newFixedThreadPool(all.size(), Candidate::interviewThread);
    try {
      List<Future<Found>> answers =
          threads.invokeAll(
              all.stream().map(each -> each.questions(patience)).toList(),
              patience.toMillis(),
              TimeUnit.MILLISECONDS);
      for (int i = 0; i < all.size(); i++) {
        all.get(i).listen(answers.get(i), patience, heard, refused);
      }
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      refused.add("the search for providers was interrupted; start again");
    } finally {
      threads.shutdownNow();
    }
    return heard;
  }

  private static Thread interviewThread(Runnable work) {
    Thread thread = new Thread(work, "provider-discovery");
    thread.setDaemon(true);
    return thread;
  }

  private void listen(
      Future<Found> answer, Duration patience, Map<Candidate, Found> heard, List<String> refused)
      throws InterruptedException {
    try {
      heard.put(this, answer.get());
    } catch (CancellationException late) {
      refused.add(
          this
              + ": expected it to say within "
              + patience.toSeconds()
              + " s who it is, found it busy; remove or replace it");
    } catch (ExecutionException failed) {
      refused.add(
          failed.getCause() instanceof Unfit unfit
              ? this + ": " + unfit.getMessage()
              : this + ": " + Words.of(Words.cause(failed)) + "; remove or replace it");
    }
  }

  private Callable<Found> questions(Duration patience) {
    return () -> home.call(() -> ask(patience));
  }

  /** The level comes first: what is newer than we are may not even link. */
  private Found ask(Duration patience) {
    ProvisioningProviderFactory factory = maker.make();
    int level = factory.spiLevel();
    if (level > SpiLevel.CURRENT) {
      throw new Unfit(
          "expected SPI level "
              + SpiLevel.CURRENT
              + " or less, found "
              + level
              + "; use a newer operator or an older provider");
    }
    GuardedFactory.Answers answers =
        new GuardedFactory.Answers(
            answered("type", factory.type()),
            level,
            all("properties", factory.properties()),
            all("launchOptions", factory.launchOptions()));
    return new Found(
        answers.type(),
        level,
        home.originOf(named),
        new GuardedFactory(factory, answers, home, toString(), patience));
  }

  private static <T> T answered(String what, @Nullable T answer) {
    if (answer == null) {
      throw new Unfit(what + "() answered null, a defect of it; remove or replace it");
    }
    return answer;
  }

  private static List<ConfigProperty> all(String what, @Nullable List<ConfigProperty> answer) {
    List<ConfigProperty> given = answered(what, answer);
    given.forEach(each -> answered(what, each));
    return List.copyOf(given);
  }

  /** For people: the class, and the jar or folder that it is in. */
  @Override
  public String toString() {
    return named.getName() + " in " + home.originOf(named);
  }

  /** Works, and can not be used; the message says why. */
  private static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String reason) {
      super(reason);
    }
  }
}
