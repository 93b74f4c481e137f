package io.cloudkit.operator;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.cli.CommandLineInterface;
import io.cloudkit.operator.cli.ParentWatch;
import io.cloudkit.operator.cli.RunCommand;
import io.cloudkit.operator.cluster.Kubeconfig;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.demo.DemoCommand;
import io.cloudkit.operator.demo.DemoElsewhere;
import io.cloudkit.operator.distribution.Distribution;
import java.util.Map;
import java.util.concurrent.Callable;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    ParentWatch.ifAsked();
    Surroundings surroundings = Surroundings.ofProcess();
    ProviderDiscovery discovery = discover(Main.class.getClassLoader());
    CommandLineInterface commands =
        new CommandLineInterface(
            surroundings,
            discovery,
            new RunCommand(surroundings, discovery, Kubeconfig.ofProcess()),
            demo());
    System.exit(commands.execute(arguments));
  }

  /** On the class path, and in the folders of the distribution if this is one. */
  private static ProviderDiscovery discover(ClassLoader loader) {
    return Distribution.ofProcess()
        .map(distribution -> ProviderDiscovery.in(loader, distribution.providers()))
        .orElseGet(() -> ProviderDiscovery.in(loader));
  }

  /**
   * The demo needs the simulated AAP, which a production class path has not: then it is told of.
   */
  private static Map<String, Callable<Integer>> demo() {
    if (Main.class.getClassLoader().getResource("io/cloudkit/testkit/aap/FakeAap.class") != null) {
      return Map.of("demo", new DemoCommand());
    }
    return Map.of("demo", DemoElsewhere.of(Distribution.ofProcess()));
  }
}
