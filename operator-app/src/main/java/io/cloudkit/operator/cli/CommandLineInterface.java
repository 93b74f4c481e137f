package io.cloudkit.operator.cli;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.Surroundings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Puts the commands together and runs the one that was asked for.
 *
 * <p>Each command is a {@link Callable} that returns its exit code. A {@link
 * ConfigurationException} that leaves it is printed as it is, and ends with {@link #USAGE}; any
 * other exception ends with {@link #FAILURE}.
 */
public final class CommandLineInterface {
  private static final Logger LOG = LoggerFactory.getLogger(CommandLineInterface.class);

  public static final int DONE = 0;
  public static final int FAILURE = 1;

  /** Wrong usage or configuration; nothing was started. */
  public static final int USAGE = 2;

  private final CommandLine commands;

  /**
   * The commands that need nothing but the configuration.
   *
   * @param discovery the providers that were found
   * @param run what happens without a command, and for {@code run}
   * @param others more commands by name, annotated with {@link Command}, such as {@code demo}
   */
  public CommandLineInterface(
      Surroundings surroundings,
      ProviderDiscovery discovery,
      Callable<Integer> run,
      Map<String, Callable<Integer>> others) {
    commands = new CommandLine(new Root(run));
    commands.addSubcommand("run", run);
    commands.addSubcommand(
        "config",
        new CommandLine(new ConfigCommand(surroundings, discovery))
            .addSubcommand("check", new ConfigCheckCommand(surroundings, discovery)));
    commands.addSubcommand("providers", new ProvidersCommand(surroundings, discovery));
    commands.addSubcommand("version", new VersionCommand());
    others.forEach(commands::addSubcommand);
    help(commands);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
  }

  private static void help(CommandLine parent) {
    for (CommandLine each : parent.getSubcommands().values()) {
      each.getCommandSpec().mixinStandardHelpOptions(true);
      help(each);
    }
  }

  /** Where the commands write; standard output and error unless set. */
  public CommandLineInterface writingTo(PrintWriter out, PrintWriter err) {
    commands.setOut(out).setErr(err);
    return this;
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  public int execute(String... arguments) {
    return commands.execute(arguments);
  }

  private static int failed(Exception thrown, CommandLine command) {
    if (thrown instanceof ConfigurationException) {
      command.getErr().println(thrown.getMessage());
      return USAGE;
    }
    LOG.debug("failed", thrown);
    command.getErr().println("failed: " + words(thrown));
    return FAILURE;
  }

  /** The name of a class says nothing to a person, but is better than nothing. */
  private static String words(Exception thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .filter(message -> !message.isBlank())
        .orElseGet(
            () ->
                "an unexpected "
                    + thrown.getClass().getSimpleName()
                    + "; CLOUDKIT_LOG_LEVEL=debug shows where");
  }

  @Command(
      name = "cloudkit-operator",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Provisions ComputeInstances by running automation jobs.",
      synopsisSubcommandLabel = "[COMMAND]",
      footer = {
        "",
        "Without a command: run. It is configured by environment variables CLOUDKIT_…, or a",
        "properties file; \"cloudkit-operator config\" lists all settings with their defaults and",
        "present values.",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration (nothing was started)."
      })
  private static final class Root implements Callable<Integer> {
    private final Callable<Integer> run;

    private Root(Callable<Integer> run) {
      this.run = run;
    }

    @Override
    public Integer call() throws Exception {
      return run.call();
    }
  }
}
