package io.cloudkit.operator.resource;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A virtual machine, provisioned by automation jobs; go-operator-crd.md §1. Not thread-safe. */
@Group(ComputeInstance.GROUP)
@Version(ComputeInstance.VERSION)
@ShortNames("ci")
@AdditionalPrinterColumn(name = "Template", jsonPath = ".spec.templateID")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
// the first of the two that is there: a resource that goes shows the job that takes it away
@AdditionalPrinterColumn(name = "Job", jsonPath = ".status['deprovisionJob','provisionJob'].state")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Progressing\")].reason",
    priority = ComputeInstance.WIDE)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Progressing\")].message",
    priority = ComputeInstance.WIDE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ComputeInstance
    extends CustomResource<ComputeInstanceSpec, ComputeInstanceStatus> implements Namespaced {
  public static final String GROUP = "cloudkit.openshift.io";
  public static final String VERSION = "v1alpha1";

  /** Columns of this priority are shown by {@code kubectl get -o wide} alone. */
  static final int WIDE = 1;

  private static final long serialVersionUID = 1;
  private static final String CRD = "computeinstances.cloudkit.openshift.io.yaml";

  /** The CRD as YAML, as it is in the repository under {@code deploy/crd}. */
  public static String crdYaml() {
    try (InputStream in = ComputeInstance.class.getResourceAsStream(CRD)) {
      if (in == null) {
        throw new IllegalStateException(CRD + ": expected on the class path, found nothing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
