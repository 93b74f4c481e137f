package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.controller.ControllerSettings;
import io.cloudkit.testkit.aap.controller.PlaybookEffect;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.ServerTls;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.Truth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** How a {@link FakeAap} is to be. Everything has a default; not thread-safe. */
public final class FakeAapBuilder {
  InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  long seed = 1;
  Optional<String> token = Optional.empty();
  User user = new User(5, "svc", User.Role.ORDINARY);
  Duration latency = Duration.ZERO;
  Duration latencyPerRow = Duration.ZERO;
  Clock clock = Clock.systemUTC();
  Optional<Timeline> timeline = Optional.empty();
  PlaybookEffect effect = PlaybookEffect.NONE;
  Truth truth = new Truth();
  String backend = "aap";
  Optional<ServerTls> tls = Optional.empty();
  private UnaryOperator<ControllerSettings> settings = UnaryOperator.identity();

  FakeAapBuilder() {}

  /** Where to listen; default: a free port of the loopback address. */
  public FakeAapBuilder listen(InetSocketAddress where) {
    this.address = where;
    return this;
  }

  /** Speaks TLS by this; default: plain HTTP. */
  public FakeAapBuilder tls(SSLContext context) {
    this.tls = Optional.of(ServerTls.by(context));
    return this;
  }

  /** Decides the install uuid, the first ids, the token, and where chance strikes; default 1. */
  public FakeAapBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /** The token that {@link FakeAap#token} gives; default: drawn from the seed. */
  public FakeAapBuilder token(String value) {
    this.token = Optional.of(value);
    return this;
  }

  /** Whose token it is; default: an ordinary account named svc. */
  public FakeAapBuilder user(User owner) {
    this.user = owner;
    return this;
  }

  /** Time from the arrival of a request to its answer; default none. */
  public FakeAapBuilder latency(Duration usual) {
    this.latency = usual;
    return this;
  }

  /** And for each row of a list, since rows cost, not requests (§15.9); default none. */
  public FakeAapBuilder latencyPerRow(Duration more) {
    this.latencyPerRow = more;
    return this;
  }

  /** The server's clock; default UTC now. Without effect together with {@link #timeline}. */
  public FakeAapBuilder clock(Clock serverClock) {
    this.clock = serverClock;
    return this;
  }

  /** Drives jobs by this timeline instead of real time; latency and faults' delays stay real. */
  public FakeAapBuilder timeline(Timeline driver) {
    this.timeline = Optional.of(driver);
    return this;
  }

  /** How templates without a script of their own run; default {@link Script#quick()}. */
  public FakeAapBuilder script(Script usual) {
    return settings(s -> s.withScript(usual));
  }

  /** What playbooks do to the world outside. */
  public FakeAapBuilder effect(PlaybookEffect outside) {
    this.effect = outside;
    return this;
  }

  /**
   * Tells what runs to this truth, which other backends may share; default: one of its own.
   *
   * @param name of this backend in it; of several that share a truth each needs another
   */
  public FakeAapBuilder truth(Truth shared, String name) {
    this.truth = shared;
    this.backend = name;
    return this;
  }

  /** Changes further settings of the controller. */
  public FakeAapBuilder settings(UnaryOperator<ControllerSettings> change) {
    UnaryOperator<ControllerSettings> before = settings;
    this.settings = s -> change.apply(before.apply(s));
    return this;
  }

  /** Opens the port; throws UncheckedIOException if it is taken. */
  public FakeAap start() {
    Random random = new Random(seed);
    ControllerSettings made = settings.apply(ControllerSettings.seeded(random));
    String secret = token.orElseGet(() -> "fake-" + Long.toHexString(random.nextLong()));
    return new FakeAap(this, made, secret);
  }
}
