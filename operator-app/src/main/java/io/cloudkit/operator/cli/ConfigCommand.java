package io.cloudkit.operator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.SettingRow;
import io.cloudkit.operator.configuration.Surroundings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the table of settings, as they are now, and what is wrong with them. */
@Command(
    name = "config",
    description = {
      "Prints all settings: name, default, present value (secrets masked) and meaning, for the"
          + " operator and for each provider instance.",
      "Touches nothing but the files that it is told of; exit code 2 if a value is wrong."
    })
final class ConfigCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final ProviderDiscovery discovery;

  @Option(
      names = "--format",
      paramLabel = "text|markdown|json",
      description = "How the table is written; ${DEFAULT-VALUE} unless set.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Mixin private ConfigFileOption file = new ConfigFileOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** How the table is written. */
  enum Format {
    TEXT,
    MARKDOWN,
    JSON
  }

  ConfigCommand(Surroundings surroundings, ProviderDiscovery discovery) {
    this.surroundings = surroundings;
    this.discovery = discovery;
  }

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(file.in(surroundings), discovery.factories());
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> text(configuration.rows(), out);
      case MARKDOWN -> markdown(configuration.rows(), out);
      case JSON -> out.println(json(configuration).toPrettyString());
    }
    warn(configuration, spec.commandLine().getErr());
    // throws with all mistakes, which the command line prints
    configuration.settings();
    return CommandLineInterface.DONE;
  }

  /** Tells what stops nothing. */
  static void warn(Configuration configuration, PrintWriter err) {
    configuration.warnings().forEach(warning -> err.println("warning: " + warning));
    configuration
        .unusable()
        .forEach(
            (instance, why) ->
                err.println("warning: provider " + instance + " can not be used: " + why));
  }

  private static void text(List<SettingRow> rows, PrintWriter out) {
    Optional<String> section = Optional.empty();
    for (SettingRow row : rows) {
      if (!row.section().equals(section)) {
        section = row.section();
        section.ifPresent(title -> out.println("\n" + title));
      }
      String defaultValue =
          row.defaultValue().isEmpty() ? "no default" : "default " + row.defaultValue();
      String from =
          row.from()
              .filter(name -> !name.equals(row.variable()))
              .map(name -> "from " + name + "; ")
              .orElse("");
      String now =
          switch (row.origin()) {
            case SET -> " = " + row.value();
            case DEFAULT, UNSET -> "";
          };
      out.println(row.variable() + now + "  (" + from + defaultValue + ")");
      out.println("    " + row.description());
    }
  }

  private static void markdown(List<SettingRow> rows, PrintWriter out) {
    out.println("| variable | key | default | meaning |");
    out.println("|---|---|---|---|");
    for (SettingRow row : rows) {
      String defaultValue = row.defaultValue().isEmpty() ? "–" : "`" + row.defaultValue() + "`";
      out.println(
          String.join(
              " | ",
              "| `" + row.variable() + "`",
              "`" + row.key() + "`",
              defaultValue,
              row.description() + " |"));
    }
  }

  private static ObjectNode json(Configuration configuration) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode settings = all.putArray("settings");
    for (SettingRow row : configuration.rows()) {
      ObjectNode setting = settings.addObject();
      setting.put("key", row.key()).put("variable", row.variable());
      row.instance().ifPresent(instance -> setting.put("instance", instance));
      setting
          .put("default", row.defaultValue())
          .put("value", row.value())
          .put("origin", row.origin().name().toLowerCase(Locale.ROOT));
      row.from().ifPresent(name -> setting.put("from", name));
      setting.put("description", row.description());
    }
    ArrayNode problems = all.putArray("problems");
    configuration
        .problems()
        .forEach(
            each ->
                problems
                    .addObject()
                    .put("setting", each.variable())
                    .put("found", each.found())
                    .put("expected", each.expected()));
    ArrayNode warnings = all.putArray("warnings");
    configuration.warnings().forEach(warnings::add);
    ObjectNode unusable = all.putObject("unusable");
    configuration.unusable().forEach(unusable::put);
    return all;
  }
}
