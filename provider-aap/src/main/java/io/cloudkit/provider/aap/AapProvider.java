package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
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
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Launches, finds, follows and cancels jobs of one AAP or AWX. */
final class AapProvider implements ProvisioningProvider {
  private final ProviderTraits traits;
  private final Map<JobType, String> templateNames;
  private final AapClient client;
  private final CallTime time;
  private final Templates templates;
  private final Jobs jobs;
  private final Cancels cancels;
  private final Search search;
  private final LaunchSearch launches;
  private final ActiveJobs active;
  private final News news;
  private final Launcher launcher;
  private final Preflight preflight;
  private final Optional<Notifications> notifications;

  private AapProvider(
      ProviderConfig config,
      ProviderContext context,
      AapClient client,
      CallTime time,
      Way way,
      Duration gather) {
    this.client = client;
    this.time = time;
    this.traits =
        ProviderTraits.polled()
            .callTimeout(config.duration(AapProviderFactory.CALL_TIMEOUT))
            .lateCommit(config.duration(AapProviderFactory.LATE_COMMIT))
            .maxJobDuration(config.duration(AapProviderFactory.MAX_JOB_DURATION))
            .canCancel()
            .canSearch()
            .build();
    this.templateNames =
        Map.of(
            JobType.PROVISION, config.string(AapProviderFactory.PROVISION_TEMPLATE),
            JobType.DEPROVISION, config.string(AapProviderFactory.DEPROVISION_TEMPLATE));
    this.templates =
        new Templates(client, config.optional(AapProviderFactory.ORGANIZATION), context.nanoTime());
    Redaction redaction = AapProviderFactory.redaction(config, context);
    SeenEnds ends = new SeenEnds(config.duration(AapProviderFactory.SETTLE), context.nanoTime());
    this.jobs =
        new Jobs(
            context.instance(),
            client,
            new Digests(client, time, redaction),
            new Artifacts(
                new JobLists(client, context.nanoTime()),
                time,
                redaction,
                Artifacts.names(config.optional(AapProviderFactory.OUTPUTS))),
            redaction,
            ends,
            config.duration(AapProviderFactory.SETTLE));
    this.cancels = new Cancels(client);
    this.search = new Search(client, context.nanoTime());
    this.launches = new LaunchSearch(time, templates, search, jobs, context.nanoTime());
    this.active =
        new ActiveJobs(
            search,
            new ActiveIndex(
                search, config.duration(AapProviderFactory.LATE_COMMIT), context.nanoTime()),
            time,
            context.clock(),
            ends,
            config.duration(AapProviderFactory.SETTLE),
            gather);
    this.news =
        new News(
            client,
            time,
            context.executor(),
            jobs,
            new OurTemplates(templates, templateNames.values(), context.nanoTime()),
            context.nanoTime());
    this.launcher =
        new Launcher(
            client,
            templates,
            new Labels(client, context.nanoTime()),
            config.parsed(AapProviderFactory.REFUSED_VARIABLES, SecretVariables::named),
            new LaunchAnswers(client, templates, cancels, redaction, context.clock()));
    this.notifications = Notifications.of(config, context, news.followed());
    this.preflight =
        new Preflight(
            client,
            templates,
            search,
            templateNames.values(),
            () ->
                Stream.of(
                        BaseUrl.of(config.url(AapProviderFactory.URL)).hindrance().stream(),
                        way.findings().stream(),
                        notifications.flatMap(Notifications::hindrance).stream())
                    .flatMap(each -> each)
                    .toList());
  }

  /**
   * Makes one.
   *
   * @param gather in which resources that ask what runs may join the first of them
   */
  static AapProvider create(
      ProviderConfig config, ProviderContext context, Way way, Duration gather) {
    Duration callTimeout = config.duration(AapProviderFactory.CALL_TIMEOUT);
    CallTime time = new CallTime(callTimeout, context.nanoTime());
    AapClient client =
        new AapClient(
            BaseUrl.of(config.url(AapProviderFactory.URL)),
            callTimeout,
            time,
            new Throttle(
                AapProviderFactory.requestsPerSecond(config), context.nanoTime(), context.clock()),
            Credentials.of(config, context),
            context,
            way);
    return new AapProvider(config, context, client, time, way, gather);
  }

  @Override
  public ProviderTraits traits() {
    return traits;
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    LaunchAnswers.Words<ProvisionResult> words =
        new LaunchAnswers.Words<>(
            ProvisionResult::triggered, ProvisionResult::waiting, ProvisionResult::rejected);
    return time.spend(() -> launcher.launch(request, template(JobType.PROVISION), words));
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    LaunchAnswers.Words<DeprovisionResult> words =
        new LaunchAnswers.Words<>(
            DeprovisionResult::triggered, DeprovisionResult::waiting, DeprovisionResult::rejected);
    return time.spend(() -> launcher.launch(request, template(JobType.DEPROVISION), words));
  }

  /** The highest job id before the launch, the database that it belongs to, and the template. */
  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    return Optional.of(time.spend(() -> mark(plan)).text());
  }

  private Bookmark mark(LaunchPlan plan) {
    long template = 0;
    try {
      template = templates.resolve(template(plan.type())).id();
    } catch (Templates.UnresolvedException unresolved) {
      // the launch itself will say so
    }
    return search.bookmark(template);
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    return time.spend(() -> launches.recover(launch, template(launch.plan().type())));
  }

  @Override
  public JobObservation observe(JobQuery job) {
    JobObservation seen = time.spend(() -> jobs.observe(job));
    news.readInDetail(job.job(), seen);
    return seen;
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> jobsToAskAbout) {
    // what keeps it from listening, the preflight tells
    notifications.ifPresent(Notifications::listen);
    return time.spend(() -> news.of(jobsToAskAbout));
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    return time.spend(() -> cancels.cancel(job));
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return LiveJobs.of(time.spend(() -> mayBeAlive(resource.uid())));
  }

  private List<FoundJob> mayBeAlive(String uid) {
    ActiveJobs.Alive alive = active.of(uid);
    List<FoundJob> found =
        alive.rows().stream()
            .map(row -> jobs.foundInDetail(row, type(row)))
            .filter(job -> !job.status().state().isTerminal() || !job.status().settle().isZero())
            .toList();
    // one that is seen has to be waited for, whatever else there is
    if (found.isEmpty() && !alive.unreadable().isEmpty()) {
      throw new ProviderException(
          Search.doubt(alive.unreadable())
              + ", and it may work for this resource; ask an administrator of AAP to look at it:"
              + " cancel it if it runs, delete it once it has ended");
    }
    return found;
  }

  private static JobType type(JobRow row) {
    return ExtraVars.type(row.variables()).filter("Deprovision"::equals).isPresent()
        ? JobType.DEPROVISION
        : JobType.PROVISION;
  }

  @Override
  public List<Finding> preflight() {
    return time.spend(preflight::findings);
  }

  private String template(JobType type) {
    return templateNames.getOrDefault(type, "");
  }

  @Override
  public void close() {
    notifications.ifPresent(Notifications::close);
    client.close();
  }
}
