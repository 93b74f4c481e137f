package io.cloudkit.operator.cli;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.operator.assembly.ComputeInstanceOperator;
import io.cloudkit.operator.cluster.ApiServer;
import io.cloudkit.operator.cluster.ApiServerException;
import io.cloudkit.operator.cluster.Cluster;
import io.cloudkit.operator.cluster.Kubeconfig;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.OperatorSettings;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.observability.Logging;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the operator until the process is told to end. */
@Command(name = "run", description = "Looks after ComputeInstances until it is told to end.")
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Surroundings surroundings;
  private final ProviderDiscovery discovery;
  private final Kubeconfig kubeconfig;

  @Mixin private ConfigFileOption file = new ConfigFileOption();

  /**
   * A run that is not begun yet.
   *
   * @param discovery the providers that were found
   * @param kubeconfig read when the configuration is known to be right
   */
  public RunCommand(Surroundings surroundings, ProviderDiscovery discovery, Kubeconfig kubeconfig) {
    this.surroundings = surroundings;
    this.discovery = discovery;
    this.kubeconfig = kubeconfig;
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = Configuration.read(file.in(surroundings), discovery.factories());
    OperatorSettings settings = settings(configuration);
    Logging.apply(settings.log());
    configuration.warnings().forEach(LOG::warn);
    discovery.refused().forEach(LOG::error);
    Ending ending = new Ending(Thread.currentThread());
    ending.onSignal();
    try {
      run(settings, kubeconfig.read(), ending);
    } finally {
      ending.ended();
    }
    return CommandLineInterface.DONE;
  }

  /** A provider that was refused may be why a setting is wrong. */
  private OperatorSettings settings(Configuration configuration) {
    try {
      return configuration.settings();
    } catch (ConfigurationException wrong) {
      discovery.refused().forEach(LOG::error);
      throw wrong;
    }
  }

  private void run(OperatorSettings settings, Cluster cluster, Ending ending)
      throws IOException, InterruptedException {
    ApiServer apiServer = ApiServer.patient(cluster, ending::lasts);
    try (KubernetesClient client = client(cluster, apiServer);
        ComputeInstanceOperator operator =
            ComputeInstanceOperator.open(settings, client, apiServer)) {
      if (begins(operator, apiServer, ending)) {
        LOG.info("started");
        ending.await();
      }
      LOG.info("stopping: nothing more is launched from here; jobs that run go on");
    }
  }

  /** Whether it acts now; false if it was told to end before. */
  private static boolean begins(
      ComputeInstanceOperator operator, ApiServer apiServer, Ending ending)
      throws InterruptedException {
    try {
      if (apiServer.answers(operator::askForInstances)) {
        start(operator, apiServer);
      }
      return ending.started();
    } catch (InterruptedException | ApiServerException cutOff) {
      if (!ending.isTold()) {
        throw cutOff;
      }
      return ending.started();
    }
  }

  /** A certificate that can not be read is found here. */
  private static KubernetesClient client(Cluster cluster, ApiServer apiServer) {
    try {
      return StrictClient.patient(cluster.config());
    } catch (RuntimeException unusable) {
      throw apiServer.explained(unusable);
    }
  }

  private static void start(ComputeInstanceOperator operator, ApiServer apiServer) {
    try {
      operator.start();
    } catch (KubernetesClientException | OperatorException refused) {
      throw apiServer.explained(refused);
    }
  }
}
