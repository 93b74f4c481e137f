package io.cloudkit.operator.cli;

import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.operator.assembly.ComputeInstanceOperator;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.OperatorSettings;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.observability.Logging;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the operator until the process is told to end. */
@Command(name = "run", description = "Looks after ComputeInstances until it is told to end.")
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Surroundings surroundings;
  private final List<ProvisioningProviderFactory> factories;
  private final List<String> refused;

  /**
   * A run that is not begun yet.
   *
   * @param refused what was found and can not be used as a provider, for the log
   */
  public RunCommand(
      Surroundings surroundings,
      List<ProvisioningProviderFactory> factories,
      List<String> refused) {
    this.surroundings = surroundings;
    this.factories = factories;
    this.refused = refused;
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = Configuration.read(surroundings, factories);
    OperatorSettings settings = configuration.settings();
    Logging.apply(settings.log());
    configuration.warnings().forEach(LOG::warn);
    refused.forEach(LOG::error);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown(told, ended), "shutdown"));
    try (KubernetesClient client = StrictClient.patient(Config.autoConfigure(null));
        ComputeInstanceOperator operator = ComputeInstanceOperator.start(settings, client)) {
      LOG.info("started");
      told.await();
      LOG.info("stopping {}", operator);
    } finally {
      ended.countDown();
    }
    return CommandLineInterface.DONE;
  }

  /** The JVM ends when this returns, so it waits until everything is given back. */
  private static void shutdown(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      ended.await();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
