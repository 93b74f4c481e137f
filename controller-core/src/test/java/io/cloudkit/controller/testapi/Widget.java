package io.cloudkit.controller.testapi;

import io.cloudkit.controller.kubernetes.RawResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** The kind of an embedder. */
@Group("test.cloudkit.io")
@Version("v1")
public final class Widget extends RawResource {
  private static final long serialVersionUID = 1L;
}
