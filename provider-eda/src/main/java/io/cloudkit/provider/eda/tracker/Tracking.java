package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.connection.Proof;
import io.cloudkit.provider.eda.connection.Tls;
import io.cloudkit.provider.eda.signs.JobId;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;

/** A {@link Tracker} as it is configured, with its connections and who drives it. */
public final class Tracking implements AutoCloseable {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.[0-9.]+|::1|.+\\.localhost");

  private final AapReader reader;
  private final Tracker tracker;
  private final List<Finding> always;
  private final Duration interval;
  private final Drive drive;

  /** Goes on until it is closed. */
  public interface Drive extends AutoCloseable {
    @Override
    void close();
  }

  /** Has looks taken, one after the other. */
  @FunctionalInterface
  public interface Driver {
    /**
     * Begins.
     *
     * @param name of what is driven, for a person
     */
    Drive drive(String name, Duration interval, Runnable look);
  }

  /**
   * How AAP is reached, and when.
   *
   * @param transport what is special about the way to AAP
   */
  public record Way(UnaryOperator<OkHttpClient.Builder> transport, Driver driver) {
    /** Over the network, by a thread. */
    public static Way usual() {
      return new Way(UnaryOperator.identity(), Way::byThread);
    }

    private static Drive byThread(String name, Duration interval, Runnable look) {
      ScheduledExecutorService thread =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread driver = new Thread(task, name);
                driver.setDaemon(true);
                return driver;
              });
      long nanos = interval.toNanos();
      var unused = thread.scheduleWithFixedDelay(look, nanos, nanos, TimeUnit.NANOSECONDS);
      return thread::shutdownNow;
    }
  }

  private Tracking(
      AapReader reader, Tracker tracker, List<Finding> always, Duration interval, Drive drive) {
    this.reader = reader;
    this.tracker = tracker;
    this.always = always;
    this.interval = interval;
    this.drive = drive;
  }

  /**
   * As it is configured; empty if it is not.
   *
   * @throws IllegalArgumentException if a setting is missing, or can not work; names it
   */
  public static Optional<Tracking> of(
      ProviderConfig config, ProviderContext context, ProviderTraits traits, Way way) {
    Optional<Proof.Named> token = Proof.Named.of(context, TrackerSettings.TOKEN);
    if (config.optional(TrackerSettings.URL).isEmpty()) {
      refuseWithoutAddress(config, token);
      return Optional.empty();
    }
    AapUrl aap = AapUrl.of(TrackerSettings.URL, config.url(TrackerSettings.URL));
    if (config.optional(TrackerSettings.CA_FILE).isPresent() && !aap.address().isHttps()) {
      throw new IllegalArgumentException(
          TrackerSettings.CA_FILE
              + ": expected it with an https address, found http; correct one of them");
    }
    Duration interval = interval(config);
    Duration slow = interval.plus(traits.callTimeout().multipliedBy(2));
    Duration three = interval.multipliedBy(3);
    Times times =
        new Times(
            interval,
            traits.lateCommit(),
            config.duration(TrackerSettings.SETTLE),
            traits.maxJobDuration(),
            three.compareTo(slow) > 0 ? three : slow);
    List<AapTemplates.Named> named =
        List.of(
            template(config, TrackerSettings.PROVISION_TEMPLATE),
            template(config, TrackerSettings.DEPROVISION_TEMPLATE));
    Proof.Named shown = token.orElseThrow(() -> missing(TrackerSettings.TOKEN));
    Tls tls = Tls.trusting(config, TrackerSettings.CA_FILE);
    AapReader reader =
        new AapReader(aap, shown, tls, traits.callTimeout(), context, way.transport());
    AapTemplates templates = new AapTemplates(reader, named, context.nanoTime());
    Tracker tracker = new Tracker(reader, templates, times, context.nanoTime(), context::hint);
    Drive drive = way.driver().drive("tracker-" + context.instance(), interval, tracker::tick);
    return Optional.of(new Tracking(reader, tracker, overheard(aap), interval, drive));
  }

  /** Who listens on the way reads the token. To the machine itself there is no way. */
  private static List<Finding> overheard(AapUrl aap) {
    boolean isHere = LOOPBACK.matcher(aap.address().host()).matches();
    return aap.address().isHttps() || isHere
        ? List.of()
        : List.of(
            Finding.warning(
                TrackerSettings.URL,
                "the token goes over http: whoever listens on the way reads it",
                "name an https address"));
  }

  private static Duration interval(ProviderConfig config) {
    Duration interval = config.duration(TrackerSettings.INTERVAL);
    if (interval.isZero()) {
      throw new IllegalArgumentException(
          TrackerSettings.INTERVAL + ": expected more than none, found 0");
    }
    return interval;
  }

  private static AapTemplates.Named template(ProviderConfig config, String setting) {
    return new AapTemplates.Named(
        setting, config.optional(setting).orElseThrow(() -> missing(setting)));
  }

  private static IllegalArgumentException missing(String setting) {
    return new IllegalArgumentException(
        setting + ": expected it together with " + TrackerSettings.URL + ", found none");
  }

  private static void refuseWithoutAddress(ProviderConfig config, Optional<Proof.Named> token) {
    Stream.concat(
            token.map(Proof.Named::setting).stream(),
            Stream.of(
                    TrackerSettings.PROVISION_TEMPLATE,
                    TrackerSettings.DEPROVISION_TEMPLATE,
                    TrackerSettings.CA_FILE,
                    TrackerSettings.INTERVAL,
                    TrackerSettings.SETTLE)
                .filter(setting -> !config.optional(setting).equals(usual(setting))))
        .findFirst()
        .ifPresent(
            setting -> {
              throw new IllegalArgumentException(
                  setting
                      + ": expected it together with "
                      + TrackerSettings.URL
                      + ", found it alone");
            });
  }

  private static Optional<String> usual(String setting) {
    return TrackerSettings.PROPERTIES.stream()
        .filter(property -> property.name().equals(setting))
        .findFirst()
        .flatMap(ConfigProperty::defaultValue);
  }

  /** What the resource shows, with what AAP says of a job whose end it does not prove. */
  public JobObservation over(JobQuery query, JobObservation seen) {
    return seen.match(
        status -> JobObservation.seen(over(query, status)),
        JobObservation::purged,
        JobObservation::notVisible,
        JobObservation::foreign);
  }

  private JobStatus over(JobQuery query, JobStatus seen) {
    boolean waitsOutItsTime = JobId.parse(query.job().id()).filter(JobId::unmarked).isPresent();
    if (seen.state().isTerminal() && !waitsOutItsTime) {
      // an event that was delivered twice has two jobs, and one may go on after its annotation (X1)
      Optional<JobStatus> alive =
          query.job().type() == JobType.PROVISION ? tracker.alive(query, seen) : Optional.empty();
      if (alive.isPresent()) {
        return alive.get();
      }
      tracker.drop(query.job());
      return seen;
    }
    return tracker.over(query, seen);
  }

  /**
   * What the signs tell of a launch whose outcome was lost, or that AAP shows a job of it: then it
   * was sent, which is done once. That AAP shows none proves nothing.
   *
   * @param found how it is said that the launch is that job
   */
  public Recovery over(
      UnresolvedLaunch launch, Recovery told, Function<JobStatus, Recovery> found) {
    Supplier<Optional<Recovery>> shown =
        () ->
            tracker
                .launched(launch)
                .map(word -> JobStatus.builder(JobState.UNKNOWN).message(word).build())
                .map(found);
    return told.match(
        jobs -> told,
        proof -> shown.get().orElse(told),
        after -> shown.get().orElseGet(() -> Recovery.tooEarly(soon(after))),
        remedy -> told);
  }

  private Duration soon(Duration after) {
    Duration looked = interval.multipliedBy(2);
    return looked.compareTo(after) < 0 ? looked : after;
  }

  /** See {@link Tracker#findings}. */
  public List<Finding> findings(Deadline end) {
    return Stream.concat(always.stream(), tracker.findings(end).stream()).toList();
  }

  @Override
  public void close() {
    drive.close();
    reader.close();
  }
}
