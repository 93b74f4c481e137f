package io.cloudkit.operator.demo;

import io.cloudkit.operator.cli.CommandLineInterface;
import io.cloudkit.operator.distribution.Distribution;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Stands in for the demo on a class path that lacks the simulated backends: lists it where it can
 * be had, and says where. Loads nothing of them.
 */
public abstract class DemoElsewhere implements Callable<Integer> {
  static final String WHAT_IT_PLAYS =
      "Plays the operator's main job against simulated backends, and proves from their ledger what"
          + " ran.";

  private final String remedy;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Whatever is asked of the demo, the answer is where it is. */
  @Unmatched private List<String> unused = new ArrayList<>();

  private DemoElsewhere(String remedy) {
    this.remedy = remedy;
  }

  /**
   * The one to list.
   *
   * @param distribution what this process was started from, if it was an unpacked archive
   */
  public static Callable<Integer> of(Optional<Distribution> distribution) {
    return distribution
        .filter(each -> Files.isDirectory(each.demo()))
        .<Callable<Integer>>map(InTheArchive::new)
        .orElseGet(NotHere::new);
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getErr()
        .println("demo: expected the simulated backends on the class path, found none; " + remedy);
    return CommandLineInterface.USAGE;
  }

  /** Its launcher puts the backends there for the demo alone. */
  @Command(name = "demo", description = WHAT_IT_PLAYS)
  private static final class InTheArchive extends DemoElsewhere {
    InTheArchive(Distribution distribution) {
      super("start it as " + distribution.home().resolve("bin/cloudkit-operator") + " demo");
    }
  }

  @Command(name = "demo", description = "Not here: " + NotHere.REMEDY + ".")
  private static final class NotHere extends DemoElsewhere {
    private static final String REMEDY =
        "the archive cloudkit-operator-<version>.tar.gz has it, and a checkout: ./mvnw -q -Pdemo";

    NotHere() {
      super(REMEDY);
    }
  }
}
