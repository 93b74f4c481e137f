package io.cloudkit.provider.eda;

import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.Tls;
import io.cloudkit.provider.eda.event.EventClient;
import io.cloudkit.provider.eda.event.Launcher;
import io.cloudkit.provider.eda.event.Pace;
import io.cloudkit.provider.eda.event.Preflight;
import io.cloudkit.provider.eda.event.Receiver;
import io.cloudkit.provider.eda.event.RequiredFields;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provider.eda.settings.SignNames;
import io.cloudkit.provider.eda.settings.Span;
import io.cloudkit.provider.eda.signs.JobId;
import io.cloudkit.provider.eda.signs.LostLaunches;
import io.cloudkit.provider.eda.signs.PlainVersion;
import io.cloudkit.provider.eda.signs.Signs;
import io.cloudkit.provider.eda.signs.StoredStatus;
import io.cloudkit.provider.eda.tracker.Tracking;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

/**
 * Hands resources to the webhooks or event streams of one rulebook, and reads its playbooks' signs
 * off them.
 */
final class EdaProvider implements ProvisioningProvider {
  private final ProviderTraits traits;
  private final Receiver provision;
  private final Receiver deprovision;
  private final Signs signs;
  private final LostLaunches lost;
  private final EventClient client;
  private final Launcher launcher;
  private final Preflight preflight;
  private final PlainVersion plainVersion;
  private final Optional<Tracking> tracking;

  private EdaProvider(
      ProviderConfig config,
      ProviderTraits traits,
      ProviderContext context,
      UnaryOperator<OkHttpClient.Builder> transport,
      Tracking.Way toAap) {
    this.traits = traits;
    this.provision = receiver(config, EdaSettings.PROVISION_WEBHOOK);
    this.deprovision = receiver(config, EdaSettings.DEPROVISION_WEBHOOK);
    RequiredFields required =
        RequiredFields.of(EdaSettings.REQUIRED_FIELDS, config.string(EdaSettings.REQUIRED_FIELDS));
    SignNames names = SignNames.of(config);
    this.signs =
        new Signs(
            context.instance(),
            names.finalizer(),
            names.annotation(),
            config.duration(EdaSettings.SETTLE),
            traits.maxJobDuration());
    this.lost = new LostLaunches(signs, traits.lateCommit());
    Pace pace = new Pace(config.duration(EdaSettings.MINIMUM_REQUEST_INTERVAL), context.clock());
    Credentials credentials = Credentials.of(config, context);
    Tls tls = Tls.of(config, List.of(provision.url(), deprovision.url()));
    this.client = new EventClient(traits.callTimeout(), credentials, tls, context, transport);
    this.launcher =
        new Launcher(client, required, pace, credentials, context.clock(), context.nanoTime());
    this.plainVersion = PlainVersion.of(config.isTrue(EdaSettings.ACCEPT_PLAIN_VERSION));
    this.preflight = new Preflight(client, credentials, plainVersion.loss());
    this.tracking = Tracking.of(config, context, traits, toAap);
  }

  /**
   * Makes one.
   *
   * @param transport what is special about the way to the webhooks
   * @param toAap the way to the AAP that is looked into
   */
  static EdaProvider create(
      ProviderConfig config,
      ProviderContext context,
      UnaryOperator<OkHttpClient.Builder> transport,
      Tracking.Way toAap) {
    Duration callTimeout = config.duration(EdaSettings.CALL_TIMEOUT);
    ProviderTraits traits =
        ProviderTraits.signalled()
            .callTimeout(callTimeout)
            .lateCommit(config.duration(EdaSettings.DELIVERY_BOUND))
            .maxJobDuration(config.duration(EdaSettings.MAX_JOB_DURATION))
            .build();
    if (traits.lateCommit().isZero()) {
      throw new IllegalArgumentException(
          EdaSettings.DELIVERY_BOUND
              + ": expected more than none, since a playbook begins a while after its event was"
              + " posted, found 0");
    }
    if (traits.maxJobDuration().compareTo(traits.lateCommit()) <= 0) {
      throw new IllegalArgumentException(
          EdaSettings.MAX_JOB_DURATION
              + ": expected more than "
              + EdaSettings.DELIVERY_BOUND
              + ", since it counts from the posting of the event, found "
              + Span.words(traits.maxJobDuration())
              + " and "
              + Span.words(traits.lateCommit()));
    }
    EdaProvider provider = new EdaProvider(config, traits, context, transport, toAap);
    if (provider.provision.url().equals(provider.deprovision.url())) {
      provider.close();
      throw new IllegalArgumentException(
          EdaSettings.DEPROVISION_WEBHOOK
              + ": expected another address than "
              + EdaSettings.PROVISION_WEBHOOK
              + ", found the same: a rule could not tell the two apart");
    }
    return provider;
  }

  private static Receiver receiver(ProviderConfig config, String setting) {
    return Receiver.of(setting, config.url(setting));
  }

  @Override
  public ProviderTraits traits() {
    return traits;
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    Launcher.Words<ProvisionResult> words =
        new Launcher.Words<>(
            ProvisionResult::triggered, ProvisionResult::waiting, ProvisionResult::rejected);
    return launcher.launch(request, id(request), provision, words);
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    if (signs.isUntouched(request.resource())) {
      return DeprovisionResult.skipped(
          "nothing to take away: no playbook ever began for this resource, and none can begin on"
              + " one that is deleted");
    }
    if (signs.isOthersWork(request.resource())) {
      return DeprovisionResult.rejected(FailureKind.CONFIGURATION, signs.remedyForOthersWork());
    }
    Launcher.Words<DeprovisionResult> words =
        new Launcher.Words<>(
            // that it failed is told by AAP alone; without it nothing fails, and nothing blocks
            tracking.isPresent()
                ? DeprovisionResult::triggered
                : DeprovisionResult::triggeredWithoutBlocking,
            DeprovisionResult::waiting,
            DeprovisionResult::rejected);
    return launcher.launch(request, id(request), deprovision, words);
  }

  /** The job id: EDA names no job. */
  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    return Optional.of(newId(plan.type(), plan.configVersion(), plan.resource()).text());
  }

  private JobId id(LaunchRequest request) {
    return request
        .bookmark()
        .flatMap(JobId::parse)
        .orElseGet(() -> newId(request.type(), request.configVersion(), request.resource()));
  }

  private JobId newId(JobType type, String configVersion, ResourceSnapshot resource) {
    return StoredStatus.of(resource).nextId().as(mark(type, configVersion, resource));
  }

  private JobId.Mark mark(JobType type, String configVersion, ResourceSnapshot resource) {
    return switch (type) {
      case DEPROVISION -> signs.isMarked(resource) ? JobId.Mark.NONE : JobId.Mark.UNMARKED;
      case PROVISION ->
          plainVersion == PlainVersion.ACCEPTED && !signs.saysVersion(configVersion, resource)
              ? JobId.Mark.PLAIN
              : JobId.Mark.NONE;
    };
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    Recovery told = lost.recover(launch);
    return tracking
        .map(aap -> aap.over(launch, told, status -> LostLaunches.found(launch, status)))
        .orElse(told);
  }

  @Override
  public JobObservation observe(JobQuery job) {
    JobObservation seen = signs.observe(job);
    return tracking.map(aap -> aap.over(job, seen)).orElse(seen);
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    return CancelResult.unsupported();
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return LiveJobs.unknowable("EDA does not show the jobs that it starts");
  }

  @Override
  public List<Finding> preflight() {
    List<Receiver> receivers = List.of(provision, deprovision);
    int shares = receivers.size() + (tracking.isPresent() ? 1 : 0);
    List<Finding> findings = new ArrayList<>(preflight.look(receivers, shares));
    tracking.ifPresent(aap -> findings.addAll(aap.findings(client.endOfOneIn(shares))));
    return List.copyOf(findings);
  }

  @Override
  public void close() {
    tracking.ifPresent(Tracking::close);
    client.close();
  }
}
