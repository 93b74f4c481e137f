package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.testapi.SeveralProviders;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The operators of a day: how each is configured when it starts, and who leads. */
final class Processes {
  private final Schedule day;
  private final Ability ability;
  private final Ways ways;
  private final Outage apiServer;
  private final Coincidences coincidences;
  private final List<OperatorProcess> processes = new ArrayList<>();
  private String defaultInstance;

  /** Instances that whoever starts now can not make, or has not configured. */
  private final Map<String, Fault> absent = new HashMap<>();

  /** Who lacks an instance for as long as it lives. */
  private final Set<OperatorProcess> incomplete = new HashSet<>();

  private int started;
  private int names;

  Processes(Schedule day, Ability ability, Ways ways, Outage apiServer, Coincidences coincidences) {
    this.day = day;
    this.ability = ability;
    this.ways = ways;
    this.apiServer = apiServer;
    this.coincidences = coincidences;
    this.defaultInstance = ability.members().get(0).instance();
  }

  /** One more, which stays. */
  void join() {
    processes.add(start());
  }

  OperatorProcess any() {
    return processes.get(day.chaos().pick(processes.size()));
  }

  void forEach(Consumer<OperatorProcess> what) {
    List.copyOf(processes).forEach(what);
  }

  /** Whether that process lives, and may write. */
  boolean remembers(String process) {
    return processes.stream()
        .anyMatch(each -> each.name().equals(process) && !each.isDead() && each.leads());
  }

  /** One more process. */
  OperatorProcess start() {
    return start(
        OperatorProcess.settings(newLaunches(), deadline(), OperatorProcess.GUARD_MINIMUM));
  }

  /** One more, with these settings. */
  OperatorProcess start(EngineSettings settings) {
    String name = "p" + ++started;
    if (settings.newLaunches() == EngineSettings.NewLaunches.DISABLED) {
      day.chronicle().startsSwitchedOff(name);
    }
    List<Link> links = new ArrayList<>();
    return new OperatorProcess(
            name,
            day.chaos(),
            day.time(),
            clockIsAhead(),
            () -> "op-" + ++names,
            new ChaoticStore(
                day.api(), apiServer, day.chaos(), day.chronicle(), coincidences, name),
            providers(name, links),
            new RulesCounted(day.chronicle(), name),
            settings)
        .reaching(links);
  }

  /** Of all jobs of the day. */
  Duration deadline() {
    return day.chaos().knows(Fault.JOB_OVERDUE)
        ? OperatorProcess.SHORT_DEADLINE
        : EngineSettings.DEFAULT.policy().provisionDeadline();
  }

  /** A host whose clock nobody sets. */
  private Duration clockIsAhead() {
    if (!day.chaos().strikes(5, Fault.CLOCK_SET_WRONG)) {
      return Duration.ZERO;
    }
    Duration wrong = day.chaos().upTo(Duration.ofHours(3));
    return day.chaos().pick(2) == 0 ? wrong : wrong.negated();
  }

  private EngineSettings.NewLaunches newLaunches() {
    if (!day.chaos().strikes(10, Fault.LAUNCHES_DISABLED)) {
      return EngineSettings.NewLaunches.ENABLED;
    }
    return EngineSettings.NewLaunches.DISABLED;
  }

  private ProviderRegistry providers(String process, List<Link> links) {
    Map<String, ProvisioningProvider> providers = new HashMap<>();
    Map<String, String> unusable = new HashMap<>();
    for (Ability.Member member : ability.members()) {
      Fault fault = absent.get(member.instance());
      if (fault != null) {
        day.chronicle().requests().lacks(process, member.instance(), fault);
        if (fault == Fault.INSTANCE_UNUSABLE) {
          unusable.put(member.instance(), "its create hung");
        }
        continue;
      }
      Pace pace = new Pace(OperatorProcess.LAUNCHES_PER_SECOND, day.time()::nanos);
      Link link = ways.to(member.instance(), process);
      links.add(link);
      providers.put(
          member.instance(),
          new ChaoticProvider(
              link,
              day.backends().named(member.instance()),
              day.chaos(),
              day.chronicle(),
              day.judge(),
              coincidences,
              pace,
              process));
    }
    return new SeveralProviders(providers, defaultInstance, List.of(), unusable);
  }

  void leadOrStart() {
    int index = day.chaos().pick(processes.size());
    OperatorProcess process = processes.get(index);
    if (process.isDead()) {
      switchDefault();
      reconfigure();
      OperatorProcess next = start();
      if (!absent.isEmpty()) {
        incomplete.add(next);
      }
      processes.set(index, next);
    } else {
      day.chronicle().hit(Fault.LEAD_CHANGED);
      process.lead(day.chaos().pick(4) != 3);
    }
  }

  /** Who starts an operator again may have configured it anew. */
  private void switchDefault() {
    String other = day.anyInstance();
    if (!other.equals(defaultInstance)) {
      day.chaos().tell(() -> "the default is " + other + " from now on");
      day.chronicle().hit(Fault.DEFAULT_PROVIDER_SWITCHED);
      defaultInstance = other;
    }
  }

  /** What could not be made, or was taken away, can be there again at the next start. */
  private void reconfigure() {
    absent.clear();
    for (String instance : day.backends().instances()) {
      if (day.chaos().strikes(12, Fault.INSTANCE_UNUSABLE)) {
        absent.put(instance, Fault.INSTANCE_UNUSABLE);
      } else if (day.chaos().strikes(12, Fault.INSTANCE_REMOVED)) {
        absent.put(instance, Fault.INSTANCE_REMOVED);
      }
    }
    if (!absent.isEmpty()) {
      day.chaos().tell(() -> "who starts now lacks " + absent);
    }
  }

  /**
   * Who sees to it that all comes to its end when nothing goes wrong any more: it begins now, with
   * nothing in mind, or has been through the day.
   */
  OperatorProcess atCalm() {
    List<OperatorProcess> old =
        processes.stream()
            .filter(each -> !each.isDead() && each.mayLaunch())
            .filter(each -> !incomplete.contains(each))
            .toList();
    Optional<OperatorProcess> survivor =
        old.isEmpty() || day.chaos().happens(50)
            ? Optional.empty()
            : Optional.of(old.get(day.chaos().pick(old.size())));
    day.chaos().calmDown(); // before it starts: it is as it should be
    absent.clear();
    OperatorProcess leader = survivor.orElseGet(this::start);
    leader.lead(true);
    return leader;
  }
}
