package com.example.kubernetesjob;

import io.cloudkit.provisioning.spi.*;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import okhttp3.OkHttpClient;

/** Makes providers that run each operation as a Kubernetes Job. */
public final class KubernetesJobProviderFactory implements ProvisioningProviderFactory {
  @Override
  public ProviderType type() {
    return ProviderType.of("kubernetes-job");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    String file = "file with a batch/v1 Job in YAML, from which each Job is made";
    return List.of(ConfigProperty.text("template", file).required().build());
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    Job template = config.parsed("template", KubernetesJobProviderFactory::template);
    Config cluster = Config.autoConfigure(null); // KUBECONFIG, or the pod's service account
    cluster.setNamespace(template.getMetadata().getNamespace());
    cluster.setRequestRetryBackoffLimit(0); // the engine repeats, nobody else
    return new KubernetesJobProvider(context.instance(), template, client(cluster));
  }

  /** OkHttp would send again by itself what was lost with a kept connection. */
  static KubernetesClient client(Config cluster) {
    var once =
        new OkHttpClientFactory() {
          @Override
          protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.retryOnConnectionFailure(false);
          }
        };
    return new KubernetesClientBuilder().withConfig(cluster).withHttpClientFactory(once).build();
  }

  private static Job template(String file) throws IOException {
    Job job = Serialization.unmarshal(Files.readString(Path.of(file)), Job.class);
    Objects.requireNonNull(job.getMetadata().getNamespace(), "no metadata.namespace");
    Objects.requireNonNull(job.getSpec().getTemplate().getSpec(), "no spec.template.spec");
    return job;
  }
}
