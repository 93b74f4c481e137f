package io.cloudkit.testkit.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** One promise of a provider, and the test of it. All of this is shown when the test fails. */
@Test
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  /** Number of the rule, for ever: {@code P-2.1}. */
  String number();

  /** The promise, in a sentence. */
  String promise();

  /** Where the contract says so. */
  String source();

  /** What to look at in a provider that breaks it. */
  String lookAt();
}
