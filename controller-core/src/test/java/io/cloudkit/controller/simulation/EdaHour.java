package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.testapi.SeveralProviders;
import io.cloudkit.provider.eda.EdaInProcess;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A calm day with the real provider of EDA on which one thing goes wrong: its activation is down
 * for as long as it is told. A webhook goes down with it (eda-api.md §7); an event stream takes the
 * events, and nobody hears of them (§2).
 */
final class EdaHour implements EdaInProcess.Rulebook {
  private static final ResourceKey KEY = Schedule.KEYS.get(0);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(3);

  /** Nothing is left to chance. */
  private static final class Calmness implements Draws {
    @Override
    public int below(int bound) {
      return 0;
    }

    @Override
    public boolean anotherEvent() {
      return false;
    }
  }

  /** How jobs behave that begin now. */
  private static final class AsTold implements InMemoryBackend.Behaviour {
    private Duration startsAfter = PlainJobs.HONEST.startsAfter();
    private Duration runsFor = PlainJobs.HONEST.runsFor();

    @Override
    public Duration startsAfter() {
      return startsAfter;
    }

    @Override
    public Duration runsFor() {
      return runsFor;
    }

    @Override
    public JobState end() {
      return JobState.SUCCEEDED;
    }

    @Override
    public Duration liesFor() {
      return Duration.ZERO;
    }
  }

  private final AsTold jobs = new AsTold();
  private final Schedule day =
      new Schedule(new Calmness(), Ability.eda(), Story.untold(), (chaos, chronicle) -> jobs);
  private final Outage activation = new Outage(day.time());
  private final EdaInProcess.Receives how;
  private final OperatorProcess operator;
  private final Map<String, String> settings;
  private boolean isAnswered = true;
  private int posts;
  private int seen;
  private int names;

  EdaHour(EdaInProcess.Receives how) {
    this(how, EdaLink.SETTINGS);
  }

  private EdaHour(EdaInProcess.Receives how, Map<String, String> settings) {
    this.how = how;
    this.settings = settings;
    day.chaos().calmDown();
    Backends.Member eda = day.backends().named("eda");
    Coincidences none = new Coincidences(day.chaos(), day.api(), day.troubles());
    ProvisioningProvider provider =
        new ChaoticProvider(
            link(),
            eda,
            day.chaos(),
            day.chronicle(),
            day.judge(),
            none,
            new Pace(OperatorProcess.LAUNCHES_PER_SECOND, day.time()::nanos),
            "p1");
    this.operator =
        new OperatorProcess(
            "p1",
            day.chaos(),
            day.time(),
            Duration.ZERO,
            () -> "op-" + ++names,
            new ChaoticStore(
                day.api(), new Outage(day.time()), day.chaos(), day.chronicle(), none, "p1"),
            new SeveralProviders(Map.of("eda", provider), "eda", List.of(), Map.of()),
            new RulesCounted(day.chronicle(), "p1"),
            new EngineSettings(
                EngineSettings.DEFAULT.policy(),
                SimulatedApi.PREFIX,
                EngineSettings.NewLaunches.ENABLED,
                EngineSettings.DEFAULT.guardShare(),
                EngineSettings.DEFAULT.guardMinimum(),
                EngineSettings.DEFAULT.guardWindow()));
  }

  /** One whose provider knows of times what it is told by nobody. */
  static EdaHour withUsualTimes(EdaInProcess.Receives how) {
    Map<String, String> settings = new HashMap<>(EdaLink.SETTINGS);
    settings.keySet().removeAll(List.of("call-timeout", "delivery-bound", "max-job-duration"));
    return new EdaHour(how, settings);
  }

  private Link link() {
    ProvisioningProvider real =
        EdaInProcess.provider(
            settings, new SimulatedContext("eda", day.time(), Optional.empty()), how, this);
    return new Link() {
      @Override
      public ProvisioningProvider provider() {
        return real;
      }

      @Override
      public void arrive(LaunchRequest request, Duration late) {
        throw new IllegalStateException("expected nothing to be late, found " + request.claim());
      }
    };
  }

  @Override
  public void connect() throws IOException {
    posts++;
    if (how == EdaInProcess.Receives.BY_WEBHOOK && activation.isOn()) {
      throw new ConnectException("Connection refused");
    }
  }

  @Override
  public void take(EdaInProcess.Event event) throws IOException {
    if (activation.isOn()) {
      day.chronicle().refuses(event.uid());
    } else {
      var unused =
          EdaLink.starts(
              (InMemoryBackend) day.backends().named("eda").jobs(), event, Duration.ZERO);
    }
    if (!isAnswered) {
      throw new SocketTimeoutException("timeout");
    }
  }

  /** The queue is full: posts hang for longer than anybody waits for them. */
  void answersNobody() {
    isAnswered = false;
  }

  void activationIsDownFor(Duration length) {
    activation.lasts(length);
  }

  /** The jobs of events that are posted from now on. */
  void jobs(Duration startsAfter, Duration runsFor) {
    jobs.startsAfter = startsAfter;
    jobs.runsFor = runsFor;
  }

  /** Whether the resource of that uid has a machine. */
  boolean hasMachine(String uid) {
    return day.backends().makerOf(uid).isPresent();
  }

  void create() {
    day.troubles().create(KEY, "small");
  }

  void delete() {
    day.troubles().delete(KEY);
  }

  /** The operator does what is due for so long. */
  void pass(Duration duration) {
    long end = day.time().nanos() + duration.toNanos();
    passUntil(() -> day.time().nanos() - end >= 0);
  }

  /** Lets time pass until it is so; answers with how long that took. */
  Duration passUntil(BooleanSupplier over) {
    long start = day.time().nanos();
    while (!over.getAsBoolean()) {
      operator.poll();
      if (operator.isDue(KEY) || day.api().newest(KEY) != seen) {
        seen = day.api().newest(KEY);
        operator.step(KEY);
      }
      day.pass(LOOK);
      if (day.time().nanos() - start > LONGEST.toNanos()) {
        throw new IllegalStateException("not within " + LONGEST + ": " + now());
      }
    }
    return Duration.ofNanos(day.time().nanos() - start);
  }

  /** The resource, unless it is gone. */
  Optional<SimulatedApi.Version> now() {
    return day.api().now(KEY).filter(each -> !each.deleting() || each.hasFinalizer());
  }

  /** How often somebody tried to hand an event over. */
  int posts() {
    return posts;
  }

  List<InMemoryJob> jobs(JobType type) {
    return day.backends().all().stream().filter(job -> job.type() == type).toList();
  }

  /** What was broken. */
  List<String> broken() {
    return day.judge().violations();
  }
}
