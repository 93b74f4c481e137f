package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;

/** How the variables of a template and of a launch become those of a job. */
final class Variables {
  private Variables() {}

  /** Runtime wins over the survey's defaults, these over the template; by key, not deeply. */
  static ExtraVars merge(Template template, ObjectNode runtime) {
    ObjectNode merged = template.variables().tree();
    for (Question question : template.survey()) {
      question.fallback().ifPresent(answer -> merged.put(question.variable(), answer));
    }
    merged.setAll(runtime);
    Set<String> secret =
        template.survey().stream()
            .filter(question -> question.type() == Question.Type.PASSWORD)
            .map(Question::variable)
            .collect(Collectors.toSet());
    return ExtraVars.of(merged, secret);
  }
}
