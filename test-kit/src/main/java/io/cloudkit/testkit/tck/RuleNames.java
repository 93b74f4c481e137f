package io.cloudkit.testkit.tck;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Shows the tests by number and promise of their rules. */
final class RuleNames extends DisplayNameGenerator.Standard {
  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosing, Class<?> test, Method method) {
    Rule rule = method.getAnnotation(Rule.class);
    return rule == null
        ? super.generateDisplayNameForMethod(enclosing, test, method)
        : rule.number() + " " + rule.promise();
  }
}
