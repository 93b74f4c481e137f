package io.cloudkit.controller.simulation;

import io.cloudkit.provider.eda.EdaInProcess;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real provider of EDA, whose events reach a rulebook without a network. EDA answers 200 and
 * may lose the event all the same (eda-api.md §8.9).
 */
final class EdaLink implements Link {
  static final Map<String, String> SETTINGS =
      Map.of(
          "call-timeout",
          "10s",
          "delivery-bound",
          "40s",
          "max-job-duration",
          EdaPlaybooks.LONGEST_LIFE.toMinutes() + "m",
          "settle",
          EdaPlaybooks.LONGEST_TAIL.toSeconds() + "s",
          "required-fields",
          "spec.size",
          "playbook-finalizer",
          EdaPlaybooks.FINALIZER,
          "reconciled-annotation",
          SimulatedApi.PREFIX + EdaPlaybooks.WORD);

  private final InMemoryBackend backend;
  private final VirtualTime time;
  private final Chaos chaos;
  private final Chronicle chronicle;
  private final String process;
  private final ProvisioningProvider provider;
  private final Runnable look;
  private final List<JobRef> hints = new ArrayList<>();
  private Duration late = Duration.ZERO;

  private EdaLink(
      String instance,
      VirtualTime time,
      InMemoryBackend backend,
      Optional<EdaAap> aap,
      Chaos chaos,
      Chronicle chronicle,
      String process) {
    this.backend = backend;
    this.time = time;
    this.chaos = chaos;
    this.chronicle = chronicle;
    this.process = process;
    if (aap.isPresent()) {
      EdaInProcess.Looking looking =
          EdaInProcess.looking(
              Stream.of(SETTINGS, EdaAap.SETTINGS)
                  .flatMap(each -> each.entrySet().stream())
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
              new SimulatedContext(instance, time, Optional.of("t0ken"), hints::add),
              this::receives,
              (path, query) -> aap.get().answer(process, path, query));
      this.provider = looking.provider();
      this.look = looking.look();
    } else {
      this.provider =
          EdaInProcess.provider(
              SETTINGS, new SimulatedContext(instance, time, Optional.empty()), this::receives);
      this.look = () -> {};
    }
  }

  @Override
  public List<JobRef> look() {
    hints.clear();
    look.run();
    return List.copyOf(hints);
  }

  static EdaLink of(
      String instance,
      VirtualTime time,
      InMemoryBackend backend,
      Optional<EdaAap> aap,
      Chaos chaos,
      Chronicle chronicle,
      String process) {
    return new EdaLink(instance, time, backend, aap, chaos, chronicle, process);
  }

  static ProviderTraits traits() {
    return EdaInProcess.provider(
            SETTINGS, new SimulatedContext("eda", new VirtualTime(), Optional.empty()), event -> {})
        .traits();
  }

  @Override
  public ProvisioningProvider provider() {
    return provider;
  }

  private void receives(EdaInProcess.Event event) {
    if (chaos.strikes(25, Fault.EVENT_LOST)) {
      chaos.tell(() -> process + " trigger: answered, and the event is lost");
      chronicle.refuses(event.uid());
      return;
    }
    InMemoryJob job = starts(event, late);
    // eda-api.md §8.3: what delivers it twice starts two jobs, which differ in nothing
    if (chaos.strikes(12, Fault.EVENT_DUPLICATED)) {
      InMemoryJob twin = starts(event, chaos.upTo(provider.traits().lateCommit()));
      chaos.tell(() -> process + " trigger: the event starts " + job + " and " + twin);
      chronicle.twins(job, twin);
    }
  }

  private InMemoryJob starts(EdaInProcess.Event event, Duration after) {
    return starts(backend, event, after);
  }

  /** The job that an event starts, after a while. */
  static InMemoryJob starts(InMemoryBackend backend, EdaInProcess.Event event, Duration after) {
    String word = event.desiredConfigVersion();
    int dot = word.lastIndexOf('.');
    return backend.launch(
        event.isProvision() ? JobType.PROVISION : JobType.DEPROVISION,
        event.operation(),
        word.substring(dot + 1),
        word.substring(0, dot),
        event.uid(),
        after);
  }

  /** By the provider itself, which posts nothing where nothing is to be done. */
  @Override
  public void arrive(LaunchRequest sent, Duration delay) {
    late = delay;
    // its check is over: what pauses after it can not be told that it is too late
    LaunchRequest request =
        new LaunchRequest(
            sent.plan(),
            sent.claim(),
            sent.attempt(),
            sent.bookmark(),
            Deadline.after(Duration.ofSeconds(1), time::nanos));
    try {
      Object unheard =
          request.type() == JobType.PROVISION
              ? provider.triggerProvision(request)
              : provider.triggerDeprovision(request);
      chaos.tell(() -> process + " trigger: nobody hears " + unheard);
    } finally {
      late = Duration.ZERO;
    }
  }
}
