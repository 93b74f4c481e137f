package io.cloudkit.operator.demo;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at the output, and wants colours. */
final class Terminal {
  private Terminal() {}

  /** Colours for a terminal, unless {@code NO_COLOR} is set (no-color.org). */
  static Narrator.Color color(Map<String, String> environment, @Nullable Console console) {
    boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return unwanted || console == null || !isTerminal(console)
        ? Narrator.Color.OFF
        : Narrator.Color.ON;
  }

  /** Since Java 22 there is a console without a terminal, too. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException olderJava) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
