package io.cloudkit.operator.cli;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the operator would start with the settings as they are. */
@Command(
    name = "check",
    description = {
      "Says all that is wrong with the settings, with exit code 2, or that they are valid.",
      "Touches neither a cluster nor a provider's backend."
    })
final class ConfigCheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final ProviderDiscovery discovery;

  @Mixin private ConfigFileOption file = new ConfigFileOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCheckCommand(Surroundings surroundings, ProviderDiscovery discovery) {
    this.surroundings = surroundings;
    this.discovery = discovery;
  }

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(file.in(surroundings), discovery.factories());
    ConfigCommand.warn(configuration, spec.commandLine().getErr());
    // throws with all mistakes, which the command line prints
    configuration.settings();
    spec.commandLine().getOut().println("configuration is valid");
    return CommandLineInterface.DONE;
  }
}
