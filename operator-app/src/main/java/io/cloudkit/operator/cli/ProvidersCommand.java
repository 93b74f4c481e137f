package io.cloudkit.operator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.assembly.Inspection;
import io.cloudkit.operator.assembly.Inspection.Backends;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.provisioning.spi.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the providers that were found, and their instances. */
@Command(
    name = "providers",
    description = {
      "Lists the providers: which were found and where, which were refused and why, and what each"
          + " configured instance can do.",
      "Asks the backend of each instance whether it is usable as configured.",
      "Exit code 1 if an instance that is configured can not be used, 2 if a setting is wrong."
    })
final class ProvidersCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final ProviderDiscovery discovery;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How the list is written; ${DEFAULT-VALUE} unless set.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Option(names = "--no-preflight", description = "Asks no backend.")
  private boolean withoutPreflight;

  @Mixin private ConfigFileOption file = new ConfigFileOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** How the list is written. */
  enum Format {
    TEXT,
    JSON
  }

  ProvidersCommand(Surroundings surroundings, ProviderDiscovery discovery) {
    this.surroundings = surroundings;
    this.discovery = discovery;
  }

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(file.in(surroundings), discovery.factories());
    List<Inspection> instances =
        Inspection.of(configuration, withoutPreflight ? Backends.LEFT_ALONE : Backends.ASKED);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> text(configuration, instances, out);
      case JSON -> out.println(json(configuration, instances).toPrettyString());
    }
    // throws with all mistakes, which the command line prints
    configuration.settings();
    boolean unusable =
        !configuration.unusable().isEmpty() || instances.stream().anyMatch(Inspection::isUnusable);
    return unusable ? CommandLineInterface.FAILURE : CommandLineInterface.DONE;
  }

  private void text(Configuration configuration, List<Inspection> instances, PrintWriter out) {
    for (ProviderDiscovery.Found found : discovery.found()) {
      out.println(
          "type "
              + found.type()
              + "  (SPI level "
              + found.spiLevel()
              + ", "
              + found.origin()
              + ")");
      List<Inspection> ofIt =
          instances.stream().filter(each -> each.type().equals(found.type().name())).toList();
      if (ofIt.isEmpty()) {
        out.println("    no instance of it, as configured");
      }
      ofIt.forEach(each -> text(each, out));
    }
    configuration
        .unusable()
        .forEach(
            (instance, why) -> out.println("instance " + instance + " can not be used: " + why));
    discovery.refused().forEach(why -> out.println("refused: " + why));
  }

  private static void text(Inspection instance, PrintWriter out) {
    out.println("    instance " + instance.name() + ": " + instance.traits());
    instance.verdict().ifPresent(verdict -> out.println("        " + verdict));
    instance
        .findings()
        .forEach(
            finding ->
                out.println("        " + finding.severity() + " " + Inspection.words(finding)));
  }

  private ObjectNode json(Configuration configuration, List<Inspection> instances) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode types = all.putArray("types");
    for (ProviderDiscovery.Found found : discovery.found()) {
      types
          .addObject()
          .put("type", found.type().name())
          .put("spiLevel", found.spiLevel())
          .put("origin", found.origin());
    }
    ArrayNode list = all.putArray("instances");
    for (Inspection each : instances) {
      ObjectNode instance = list.addObject();
      instance.put("name", each.name()).put("type", each.type()).put("traits", each.traits());
      instance.put("asked", each.wasAsked());
      if (each.wasAsked()) {
        instance.put("usable", each.isUsable());
      }
      ArrayNode findings = instance.putArray("findings");
      each.findings().forEach(finding -> add(finding, findings));
    }
    ObjectNode unusable = all.putObject("unusable");
    configuration.unusable().forEach(unusable::put);
    ArrayNode refused = all.putArray("refused");
    discovery.refused().forEach(refused::add);
    return all;
  }

  private static void add(Finding finding, ArrayNode findings) {
    findings
        .addObject()
        .put("severity", finding.severity().name())
        .put("subject", finding.subject())
        .put("problem", finding.problem())
        .put("remedy", finding.remedy());
  }
}
