package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraVarsTest {
  @Test
  void readsNamesAsLongAsTheyMayBe() {
    ObjectNode vars = named("id", "o".repeat(64));
    vars.withObject("/cloudkit_operation").put("configVersion", "v".repeat(128));
    assertThat(ExtraVars.operation(vars)).contains("o".repeat(64));
    assertThat(ExtraVars.configVersion(vars)).contains("v".repeat(128));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "by hand", "a\nb", "\u2003", "\u0085", "\u0007"})
  void whatIsNoNameNamesNothing(String text) {
    assertThat(ExtraVars.operation(named("id", text))).isEmpty();
  }

  @Test
  void whatIsTooLongNamesNothing() {
    assertThat(ExtraVars.claim(named("claim", "c".repeat(65)))).isEmpty();
  }

  private static ObjectNode named(String field, String value) {
    ObjectNode vars = JsonNodeFactory.instance.objectNode();
    vars.putObject("cloudkit_operation").put(field, value);
    return vars;
  }
}
