package io.cloudkit.testkit.tck;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Gives each rule a stage of its own, and tells with each failure what was promised, and where. */
final class RuleExtension
    implements ParameterResolver, AfterEachCallback, TestExecutionExceptionHandler {
  private static final Namespace OURS = Namespace.create(RuleExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    ProviderTck suite = (ProviderTck) test.getRequiredTestInstance();
    Rule rule = parameter.getDeclaringExecutable().getAnnotation(Rule.class);
    Stage stage = new Stage(suite.backend(), rule == null ? "" : rule.number());
    test.getStore(OURS).put(Stage.class, stage);
    return stage;
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    Stage stage = test.getStore(OURS).remove(Stage.class, Stage.class);
    if (stage == null) {
      return;
    }
    try (stage) {
      if (test.getExecutionException().isEmpty()) {
        stage.kept();
      }
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    Rule rule = test.getRequiredTestMethod().getAnnotation(Rule.class);
    if (rule == null
        || failure instanceof TestAbortedException
        || failure instanceof UnprovenError) {
      throw failure;
    }
    String words =
        "%s is broken: %s%n  %s%n  contract: %s%n  look at: %s"
            .formatted(
                rule.number(),
                rule.promise(),
                Objects.requireNonNullElse(failure.getMessage(), failure.toString()),
                rule.source(),
                rule.lookAt());
    throw new AssertionError(words, failure);
  }
}
