package io.cloudkit.operator.resource;

import io.cloudkit.controller.kubernetes.RawResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** The ComputeInstance that the engine watches and writes: whatever is in it stays in it. */
@Group("cloudkit.openshift.io")
@Version("v1alpha1")
@Kind("ComputeInstance")
@Plural("computeinstances")
@Singular("computeinstance")
public final class RawComputeInstance extends RawResource {
  private static final long serialVersionUID = 1L;
}
