package io.cloudkit.testkit.aap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the words of the table mean, and that each of them can fail. */
class ExpectationTest {
  private static final String BODY =
      "{n: 5, f: 0.0, t: '2026-01-01T00:00:00.5Z', s: ab, e: [], o: {}, z: null,"
          + " rows: [{id: 1, x: a}, {id: 2, x: a}]}";

  private static JsonNode yaml(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }

  @ParameterizedTest
  @CsvSource({
    "n, 5, true",
    "n, 6, false",
    "n, '''5''', false",
    "f, 0, true",
    "n, '''>=5''', true",
    "n, '''>5''', false",
    "n, '''<=4''', false",
    "n, '''<6''', true",
    "s, ab, true",
    "s, AB, false",
    "s, ~a., true",
    "s, ~a, false",
    "n, ~5, false",
    "t, <time>, true",
    "s, <time>, false",
    "s, <string>, true",
    "n, <string>, false",
    "n, <integer>, true",
    "f, <integer>, false",
    "f, <number>, true",
    "s, <boolean>, false",
    "o, <object>, true",
    "e, <object>, false",
    "e, <array>, true",
    "z, <present>, true",
    "q, <present>, false",
    "z, <absent>, false",
    "q, <absent>, true",
    "z, null, true",
    "q, null, false",
    "o, {}, true",
    "o, {a: 1}, false",
    "e.#, 0, true",
    "rows.#, 3, false",
    "o.#, 0, false",
    "rows[1].id, 2, true",
    "rows[2].id, 3, false",
    "rows[*].x, a, true",
    "rows[*].id, 1, false",
    "e[*].id, 1, false",
    "rows[*].id, <ascending>, true",
    "rows[*].id, <descending>, false",
    "rows[*].y, <absent>, true",
    "rows[*].x, <absent>, false"
  })
  void aWordMeansWhatTheTableSays(String path, String expected, boolean holds) throws IOException {
    assertThat(Expectation.complaint(yaml(BODY), path, yaml(expected)).isEmpty()).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "24.6.1, true",
    "21.13.9, false",
    "21.14.0, true",
    "4.4.0, true",
    "4.3.9, false",
    "4.7.0, false",
    "4.6.12, true",
    "24.6.2.dev0+gabc, true"
  })
  void aRowTellsOfVersions(String version, boolean told) throws IOException {
    JsonNode root =
        yaml(
            "{rows: [{name: a, get: /, status: 200, source: b,"
                + " since: {awx: 21.14.0, controller: 4.4.0}, until: {controller: 4.7.0}}]}");
    Versions versions = Table.of(root).rows().get(0).versions();
    assertThat(versions.excludes(version).isEmpty()).isEqualTo(told);
  }
}
