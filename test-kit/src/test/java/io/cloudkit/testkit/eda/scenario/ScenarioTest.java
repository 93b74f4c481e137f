package io.cloudkit.testkit.eda.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.testkit.yaml.YamlException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a scenario is told with its line, its place, what was expected and found. */
class ScenarioTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "webhok: {} | 1: expected one of server, webhook, event_streams, strategy, tenants, rules,"
            + " faults, found \"webhok\"",
        "server: {seed: x} | 1: server.seed: expected a whole number from 0",
        "webhook: {token: ''} | 1: webhook.token: expected a text, found a blank one",
        "webhook: {hmac: {header: X-Sig}} | 1: webhook.hmac: expected the field \"secret\"",
        "webhook: {hmac: {secret: s, prefix: sha256=}} | 1: webhook.hmac: expected one of secret,"
            + " header, algorithm, encoding, found \"prefix\"",
        "webhook: {hmac: {secret: s, algorithm: md6}} | 1: webhook.hmac.algorithm: expected one of"
            + " sha224, sha256,",
        "webhook: {hmac: {secret: s, encoding: hexa}} | 1: webhook.hmac.encoding: expected one of"
            + " base64, hex, found \"hexa\"",
        "{webhook: {}, event_streams: {token: {value: t}}} | 1: event_streams: expected a webhook"
            + " or event streams, found both",
        "event_streams: {} | 1: event_streams: expected one of token, basic, hmac, found none",
        "event_streams: {token: {value: t}, hmac: {secret: s}} | 1: event_streams: expected one of"
            + " token, basic, hmac, found 2 of them",
        "event_streams: {basic: {user: u}} | 1: event_streams.basic: expected the field"
            + " \"password\", found none",
        "event_streams: {token: {value: t}, test_mode: maybe} | 1: event_streams.test_mode:"
            + " expected one of false, true",
        "strategy: serial | 1: strategy: expected one of parallel, sequential, found \"serial\"",
        "strategy: {parallel: 0} | 1: strategy.parallel: expected a whole number from 1",
        "tenants: [] | 1: tenants: expected one of false, true",
        "rules: {endpoint: a} | 1: rules: expected a list, found an object",
        "rules: [{purpose: provision}] | 1: rules[0]: expected the field \"endpoint\", found none",
        "rules: [{endpoint: /create-compute-instance}] | 1: rules[0].endpoint: expected an endpoint"
            + " without a slash",
        "rules: [{endpoint: create-disk}] | 1: rules[0]: expected the field \"purpose\", found"
            + " none",
        "rules: [{endpoint: d, purpose: other}] | 1: rules[0].purpose: expected one of deprovision,"
            + " provision, found \"other\"",
        "rules: [{endpoint: d, purpose: provision}, {endpoint: d, purpose: provision}] | 1:"
            + " rules[1].endpoint: expected an endpoint once, found \"d\"",
        "rules: [{endpoint: delete-compute-instance, playbook: {ends: failed}}] | 1:"
            + " rules[0].playbook.ends: expected one of failed-after-finalizer,",
        "rules: [{endpoint: delete-compute-instance, playbook: {ends: never, running: 1s}}] | 1:"
            + " rules[0].playbook.running: expected no time for a run that never ends, found"
            + " \"1s\"",
        "rules: [{endpoint: delete-compute-instance, next_playbooks: [{tail: 1}]}] | 1:"
            + " rules[0].next_playbooks[0].tail: expected a time such as",
        "faults: [{do: dorp}] | 1: faults[0].do: expected one of answer-then-reset",
        "[1] | 1: expected an object with server, webhook,",
        "'{a: [' | 1: expected YAML, found",
      })
  void tellsWhatIsWrong(String yaml, String expected) {
    assertThatThrownBy(() -> Scenario.read("s.yaml", yaml.replace("'{a: ['", "{a: [")))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("s.yaml:" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_streams: {token: {value: s3cret, haeder: a}}",
        "event_streams: {basic: {user: u, password: s3cret}, hmac: {secret: s3cret}}",
        "webhook: {token: [s3cret]}",
      })
  void showsNoSecret(String yaml) {
    assertThatThrownBy(() -> Scenario.read("s.yaml", yaml))
        .isInstanceOf(YamlException.class)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void theExampleIsUnderstood() throws Exception {
    Path example = Path.of("..", "examples", "fake-eda.yaml");
    assertThat(Scenario.read("fake-eda.yaml", Files.readString(example))).isNotNull();
  }
}
