package com.example.orders;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.testkit.tck.*;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.regex.*;
import java.util.stream.Stream;

/** A folder, and whoever carries out what is in it. */
final class OrdersHarness implements BackendHarness {
  private static final Pattern FACTS =
      Pattern.compile("\\{claim=(.*), config-version=.*, operation=(.*), resource-uid.*type=(.*)}");

  private final Path folder;
  private final Path away;

  OrdersHarness(Path folder) {
    this.folder = folder;
    this.away = folder.resolveSibling("away");
    done(() -> Files.createDirectory(folder));
  }

  @Override
  public ProvisioningProviderFactory factory() {
    return new OrdersProviderFactory();
  }

  @Override
  public Map<String, String> settings(Duration callTimeout) {
    return Map.of("folder", folder.toString());
  }

  @Override
  public List<BackendCall> requests() {
    // a folder tells of no others
    return Collections.nCopies(orders().size(), BackendCall.LAUNCH);
  }

  @Override
  public List<MadeJob> jobs() {
    return orders().keySet().stream().toList();
  }

  /** What was ordered, with the file that says so, oldest first. */
  private Map<MadeJob, Path> orders() {
    Map<MadeJob, Path> orders = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(Files.exists(away) ? away : folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".order")).sorted().toList()) {
        Matcher facts = FACTS.matcher(Files.readString(file));
        if (facts.matches()) {
          JobType type = JobType.fromText(facts.group(3));
          orders.put(new MadeJob(type, facts.group(2), facts.group(1)), file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return orders;
  }

  @Override
  public boolean misbehave(BackendCall call, Fault fault) {
    boolean able = call != BackendCall.CANCEL && fault == Fault.FAILS;
    return able && done(() -> Files.move(folder, away));
  }

  @Override
  public Map<String, String> unproven() {
    String why = "a folder answers at once, and refuses nothing";
    return Map.of("P-2.3", why, "P-6.1", why, "P-6.2", why);
  }

  @Override
  public void behave() {
    if (Files.exists(away)) {
      done(() -> Files.move(away, folder));
    }
  }

  @Override
  public boolean let(String claim, JobEvent event) {
    Path order =
        orders().entrySet().stream()
            .filter(each -> each.getKey().claim().equals(claim))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    String path = order.toString().replace(".order", "");
    return switch (event) {
      case SUCCEEDS -> done(() -> Files.createFile(Path.of(path + ".done")));
      case FAILS -> done(() -> Files.createFile(Path.of(path + ".failed")));
      case IS_PURGED -> done(() -> Files.deleteIfExists(order));
      case BEGINS, SEEMS_TO_END, IS_CANCELLED -> false;
    };
  }

  private interface Work {
    Object run() throws IOException;
  }

  private static boolean done(Work work) {
    try {
      work.run();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
