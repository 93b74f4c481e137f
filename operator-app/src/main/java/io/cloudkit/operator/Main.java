package io.cloudkit.operator;

import io.cloudkit.controller.engine.ProviderDiscovery;
import io.cloudkit.operator.cli.CommandLineInterface;
import io.cloudkit.operator.cli.ParentWatch;
import io.cloudkit.operator.cli.RunCommand;
import io.cloudkit.operator.cluster.Kubeconfig;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.demo.DemoCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    ParentWatch.ifAsked();
    Surroundings surroundings = Surroundings.ofProcess();
    ProviderDiscovery discovery = ProviderDiscovery.in(Main.class.getClassLoader());
    CommandLineInterface commands =
        new CommandLineInterface(
            surroundings,
            discovery,
            new RunCommand(surroundings, discovery, Kubeconfig.ofProcess()),
            demo());
    System.exit(commands.execute(arguments));
  }

  /** The demo needs the simulated AAP, which a production class path has not. */
  private static Map<String, Callable<Integer>> demo() {
    Map<String, Callable<Integer>> commands = new HashMap<>();
    if (Main.class.getClassLoader().getResource("io/cloudkit/testkit/aap/FakeAap.class") != null) {
      commands.put("demo", new DemoCommand());
    }
    return commands;
  }
}
