package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Statuses of any shape, the same ones for the same seed. */
final class RandomStatus {
  private static final String LETTERS = "abzAZ09 -_/:\"\\ué€😀{}\n";

  private final Random random;
  private int jobs;

  RandomStatus(long seed) {
    this.random = new Random(seed);
  }

  ResourceStatus next() {
    Optional<Long> sequence = maybe(() -> (long) random.nextInt(1000));
    return new ResourceStatus(
        maybe(() -> any(Phase.values())),
        random.nextInt(100),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> job(JobType.PROVISION)),
        maybe(() -> job(JobType.DEPROVISION)),
        jobs(random.nextInt(3)),
        jobs(random.nextInt(4)),
        sequence,
        maybe(this::launch),
        sequence.flatMap(
            any -> maybe(() -> random.nextBoolean() ? List.of() : List.of(text(), text()))),
        maybe(this::failure),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        conditions());
  }

  private Launch launch() {
    return new Launch(
        text(),
        text(),
        any(JobType.values()),
        text(),
        text(),
        1 + random.nextInt(9),
        maybe(this::text),
        random.nextBoolean(),
        text(),
        instant(),
        maybe(this::text));
  }

  private List<Job> jobs(int count) {
    List<Job> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(job(any(JobType.values())));
    }
    return all;
  }

  private Job job(JobType type) {
    return new Job(
        JobRef.of(token(), type, "job-" + jobs++, random.nextBoolean() ? "" : token()),
        random.nextBoolean() ? "" : text(),
        any(JobState.values()),
        random.nextBoolean() ? "" : text(),
        maybe(this::text),
        random.nextBoolean() ? "" : text(),
        1 + random.nextInt(9),
        random.nextBoolean(),
        maybe(() -> random.nextInt(101)),
        maybe(this::text),
        random.nextBoolean() ? Map.of() : Map.of(text(), text(), "other", ""),
        maybe(this::text),
        any(Standing.values()),
        maybe(this::text),
        instant(),
        maybe(this::instant),
        maybe(this::instant),
        maybe(this::instant));
  }

  private Failure failure() {
    return new Failure(
        any(FailureKind.values()), text(), text(), random.nextInt(9), instant(), instant());
  }

  private List<Condition> conditions() {
    List<Condition> all = new ArrayList<>();
    for (ConditionType type : ConditionType.values()) {
      if (random.nextBoolean()) {
        all.add(
            new Condition(
                type.toString(),
                any(new String[] {"True", "False", "Unknown"}),
                text(),
                text(),
                random.nextInt(9),
                instant()));
      }
    }
    return all;
  }

  private String text() {
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(12); i++) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  private String token() {
    return text().strip().replaceAll("[\\s\\p{Cntrl}]", "-") + random.nextInt(99);
  }

  private Instant instant() {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
