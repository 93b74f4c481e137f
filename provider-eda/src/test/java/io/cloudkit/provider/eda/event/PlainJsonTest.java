package io.cloudkit.provider.eda.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1.0E22}         | {\"a\":1.0e+22}",
        "[1E5,-2e3]             | [1.0e+5,-2.0e+3]",
        "[0.5,1E5]              | [0.5,1.0e+5]",
        "[1.5E-7,1.5e+7]        | [1.5e-7,1.5e+7]",
        "[true,false,null,1.5]  | [true,false,null,1.5]",
        "{\"1e3\":\"1E3\"}      | {\"1e3\":\"1E3\"}",
        "\"del\u007fnel\u0085\" | \"del\\u007fnel\\u0085\"",
        "\"a\u2028b\u2029c\"    | \"a\\u2028b\\u2029c\"",
        "\"\uffff\ufeff\"       | \"\\uffff\\ufeff\"",
        "\"q\\\"1e3\\\\\"       | \"q\\\"1e3\\\\\"",
        "\"ü😀\"                | \"ü😀\"",
      })
  void isTheSameValueInWordsThatYamlReadsAlike(String json, String plain)
      throws JsonProcessingException {
    assertThat(PlainJson.of(json)).isEqualTo(plain);
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(plain)).isEqualTo(mapper.readTree(json));
  }
}
