package io.cloudkit.operator.configuration;

import io.cloudkit.controller.discovery.ProviderDefectException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls the code of a provider outside the engine: on a thread of its own, not for ever. */
public final class PatientCall {
  /**
   * For making a provider, for closing one, and for what it says of itself. Longer than the half
   * minute that a factory has by the SPI: who found it gives it up by then, and says more of why.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(40);

  private PatientCall() {}

  /**
   * The answer of that call. A call that does not end is interrupted, and costs a thread.
   *
   * @param what the method, for people: {@code create}
   * @throws IllegalArgumentException if the call threw that: it refuses what it was given
   * @throws DefectException if it threw anything else, an Error included, gave null, or did not end
   */
  public static <T> T within(Duration patience, String what, Callable<@Nullable T> call)
      throws DefectException {
    FutureTask<@Nullable T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "provider-" + what);
    thread.setDaemon(true);
    thread.start();
    try {
      T answer = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw new DefectException(what + " gave null");
      }
      return answer;
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new DefectException(what + " did not end within " + seconds(patience) + " s");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new DefectException(what + " was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      if (e.getCause() instanceof ProviderDefectException defect) {
        throw new DefectException(String.valueOf(defect.getMessage()));
      }
      // its message may hold anything
      throw new DefectException(what + " threw " + name(e));
    }
  }

  private static String seconds(Duration patience) {
    return BigDecimal.valueOf(patience.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static String name(ExecutionException thrown) {
    return thrown.getCause() == null ? "nothing" : thrown.getCause().getClass().getSimpleName();
  }
}
