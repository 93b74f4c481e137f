package io.cloudkit.controller.engine;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Time and chance, which tests bring themselves.
 *
 * @param clock wall clock, for what people read and for pauses
 * @param nanoTime monotonic clock, for what is concluded from time
 * @param names random names, 32 hex digits, never the same twice
 */
public record Surroundings(InstantSource clock, LongSupplier nanoTime, Supplier<String> names) {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  public Surroundings {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(nanoTime, "nanoTime");
    Objects.requireNonNull(names, "names");
  }

  /** Those of this machine. */
  public static Surroundings real() {
    return new Surroundings(
        InstantSource.system(),
        System::nanoTime,
        () -> {
          byte[] bytes = new byte[BYTES];
          RANDOM.nextBytes(bytes);
          return HexFormat.of().formatHex(bytes);
        });
  }
}
