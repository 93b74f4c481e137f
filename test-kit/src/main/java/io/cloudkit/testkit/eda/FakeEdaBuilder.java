package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.eda.playbook.ManagedKind;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.Playbooks;
import io.cloudkit.testkit.eda.playbook.Tenants;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.eda.rulebook.WebhookSettings;
import io.cloudkit.testkit.http.ServerTls;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Truth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** How a {@link FakeEda} is to be. Everything has a default; not thread-safe. */
public final class FakeEdaBuilder {
  final String kubeconfig;
  InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  Optional<ServerTls> tls = Optional.empty();
  WebhookSettings webhook = WebhookSettings.open();
  Optional<StreamSettings> streams = Optional.empty();
  Strategy strategy = Strategy.parallel();
  ManagedKind kind = ManagedKind.computeInstance();
  Optional<Tenants> tenants = Optional.empty();
  PlaybookScript script = PlaybookScript.quick();
  Truth truth = new Truth();
  String backend = "eda";
  long seed = 1;
  Clock clock = Clock.systemUTC();
  Optional<Timeline> timeline = Optional.empty();
  final Map<String, Playbooks.Rule> rules = new LinkedHashMap<>();

  FakeEdaBuilder(String kubeconfig) {
    this.kubeconfig = kubeconfig;
    rule(FakeEda.CREATE, Playbook.Purpose.PROVISION);
    rule(FakeEda.DELETE, Playbook.Purpose.DEPROVISION);
  }

  /** Where to listen; default: a free port of the loopback address. */
  public FakeEdaBuilder listen(InetSocketAddress where) {
    this.address = where;
    return this;
  }

  /** Speaks TLS by this context; default: plain HTTP. */
  public FakeEdaBuilder tls(SSLContext context) {
    this.tls = Optional.of(ServerTls.by(context));
    return this;
  }

  /** Speaks TLS by this context, to those alone who show a certificate that it trusts. */
  public FakeEdaBuilder mutualTls(SSLContext context) {
    this.tls = Optional.of(new ServerTls(context, ServerTls.Clients.WITH_CERTIFICATE));
    return this;
  }

  /**
   * Events come by event streams of eda-server instead of a webhook: one for each rule, of which
   * the rules are told by name.
   */
  public FakeEdaBuilder eventStreams(StreamSettings settings) {
    this.streams = Optional.of(settings);
    return this;
  }

  /** Changes how the webhook source is configured; default: open to all. */
  public FakeEdaBuilder webhook(UnaryOperator<WebhookSettings> change) {
    this.webhook = change.apply(webhook);
    return this;
  }

  /** How actions run; default parallel without a limit. */
  public FakeEdaBuilder strategy(Strategy how) {
    this.strategy = how;
    return this;
  }

  /** What playbooks work on; default ComputeInstances. */
  public FakeEdaBuilder kind(ManagedKind managed) {
    this.kind = managed;
    return this;
  }

  /** A further rule besides those for {@code create-} and {@code delete-compute-instance}. */
  public FakeEdaBuilder rule(String endpoint, Playbook.Purpose purpose) {
    return rule(new Playbooks.Rule(endpoint, purpose));
  }

  /** A further rule, or another one for its endpoint. */
  public FakeEdaBuilder rule(Playbooks.Rule rule) {
    rules.put(rule.endpoint(), rule);
    return this;
  }

  /**
   * Playbooks look up the tenant of the payload's status; default: there are none, and machines
   * live in the namespace of their resource.
   */
  public FakeEdaBuilder tenants(Tenants there) {
    this.tenants = Optional.of(there);
    return this;
  }

  /**
   * How jobs run unless they or their rule say otherwise; default {@link PlaybookScript#quick()}.
   */
  public FakeEdaBuilder script(PlaybookScript usual) {
    this.script = usual;
    return this;
  }

  /**
   * Tells what runs to this truth, which other backends may share; default: one of its own.
   *
   * @param name of this backend in it; of several that share a truth each needs another
   */
  public FakeEdaBuilder truth(Truth shared, String name) {
    this.truth = shared;
    this.backend = name;
    return this;
  }

  /** Decides the uuids of events, and where faults with a probability strike; default 1. */
  public FakeEdaBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /** The fake's clock; default UTC now. Without effect together with {@link #timeline}. */
  public FakeEdaBuilder clock(Clock ofTheFake) {
    this.clock = ofTheFake;
    return this;
  }

  /** Drives jobs and faults by this timeline instead of real time. */
  public FakeEdaBuilder timeline(Timeline driver) {
    this.timeline = Optional.of(driver);
    return this;
  }

  /** Opens the port; throws UncheckedIOException if it is taken. */
  public FakeEda start() {
    return new FakeEda(this);
  }
}
