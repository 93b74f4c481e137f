package io.cloudkit.operator.cli;

import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.SettingRow;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the table of settings, as they are now, and what is wrong with them. */
@Command(
    name = "config",
    description = {
      "Prints all settings: name, default, present value (secrets masked) and meaning.",
      "Touches nothing but the files that hold secrets; exit code 2 if a value is wrong."
    })
final class ConfigCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Supplier<List<ProvisioningProviderFactory>> factories;

  @Option(
      names = "--format",
      paramLabel = "text|markdown",
      description = "How the table is written; ${DEFAULT-VALUE} unless set.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** How the table is written. */
  enum Format {
    TEXT,
    MARKDOWN
  }

  ConfigCommand(Surroundings surroundings, Supplier<List<ProvisioningProviderFactory>> factories) {
    this.surroundings = surroundings;
    this.factories = factories;
  }

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(surroundings, factories.get());
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> text(configuration.rows(), out);
      case MARKDOWN -> markdown(configuration.rows(), out);
    }
    PrintWriter err = spec.commandLine().getErr();
    configuration.warnings().forEach(warning -> err.println("warning: " + warning));
    // throws with all mistakes, which the command line prints
    configuration.settings();
    return CommandLineInterface.DONE;
  }

  private static void text(List<SettingRow> rows, PrintWriter out) {
    for (SettingRow row : rows) {
      String defaultValue =
          row.defaultValue().isEmpty() ? "no default" : "default " + row.defaultValue();
      String now =
          switch (row.origin()) {
            case SET -> " = " + row.value();
            case DEFAULT, UNSET -> "";
          };
      out.println(row.variable() + now + "  (" + defaultValue + ")");
      out.println("    " + row.description());
    }
  }

  private static void markdown(List<SettingRow> rows, PrintWriter out) {
    out.println("| variable | default | meaning |");
    out.println("|---|---|---|");
    for (SettingRow row : rows) {
      String defaultValue = row.defaultValue().isEmpty() ? "–" : "`" + row.defaultValue() + "`";
      out.println(
          "| `" + row.variable() + "` | " + defaultValue + " | " + row.description() + " |");
    }
  }
}
