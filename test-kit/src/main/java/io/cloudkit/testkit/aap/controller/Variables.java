package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How the variables of a template and of a launch become those of a job. */
final class Variables {
  private Variables() {}

  /** Runtime wins over the template, key by key, not deeply. */
  static ExtraVars merge(Template template, ObjectNode runtime) {
    ObjectNode merged = template.variables().tree();
    merged.setAll(runtime);
    return ExtraVars.of(merged);
  }
}
