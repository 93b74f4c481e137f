package io.cloudkit.testkit.aap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.testkit.yaml.YamlException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a scenario is told with its line, its place, what was expected and found. */
class ScenarioTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "usres: [] | 1: expected one of server, users, templates,"
            + " inventories, labels, execution_environments, faults, found \"usres\"",
        "users: [{name: a}] | 1: users[0]: expected the field \"token\", found none",
        "users: [{name: a, token: ''}] | 1: users[0].token: expected a text, found a blank one",
        "users: [{name: a, token: t, role: king}] | 1: users[0].role: expected one of ordinary,"
            + " outsider, read-only, superuser, found \"king\"",
        "server: {latency: 5} | 1: server.latency: expected a time such as 250ms, 5s, 2m or 1h",
        "server: {seed: x} | 1: server.seed: expected a whole number from 0",
        "templates: {name: a} | 1: templates: expected a list, found an object",
        "templates: [{kind: job}] | 1: templates[0]: expected the field \"name\", found none",
        "templates: [{name: a, kind: jobb}] | 1: templates[0].kind: expected one of job, workflow,",
        "templates: [{name: a, nodes: []}] | 1: templates[0].nodes: expected it on a"
            + " workflow_job_template, found it on a job_template",
        "templates: [{name: w, kind: workflow, slices: 2}] | 1: templates[0].slices: expected it"
            + " on",
        "templates: [{name: w, kind: workflow, nodes: [x]}] | 1: templates[0].nodes[0]: expected"
            + " the name of a template that stands before",
        "templates: [{name: a}, {name: w, kind: workflow, nodes: [{name: n, template: a, after:"
            + " [{node: m}]}]}] | 1: templates[1].nodes[0].after[0].node: expected the name of a node"
            + " that stands before",
        "templates: [{name: a}, {name: w, kind: workflow, nodes: [a, {name: node-1, template: a}]}]"
            + " | 1: templates[1].nodes[1].name: expected a name that no other node has",
        "templates: [{name: a}, {name: w, kind: workflow, nodes: [a, {name: n, template: a, after:"
            + " [{node: node-1, when: x}]}]}] | 1: templates[1].nodes[1].after[0].when: expected one"
            + " of always, failure, success",
        "templates: [{name: a, webhooks: [{url: x, on: []}]}] | 1: templates[0].webhooks[0].url:"
            + " expected an http(s) address",
        "templates: [{name: a, webhooks: [{url: 'http://h', on: [end]}]}] | 1:"
            + " templates[0].webhooks[0].on[0]: expected one of error, started, success",
        "templates: [{name: a, webhooks: [{url: 'http://h', on: [], message: '{{ job.vars }}'}]}] |"
            + " 1: templates[0].webhooks[0].message: expected of Jinja only {{ job.id }}, name",
        "templates: [{name: a, slices: 0}] | 1: templates[0].slices: expected a whole number",
        "templates: [{name: a, asks_variables: nope}] | 1: templates[0].asks_variables: expected"
            + " one of false, true, found \"nope\"",
        "templates: [{name: a, survey: [{type: text}]}] | 1: templates[0].survey[0]: expected the"
            + " field \"variable\"",
        "templates: [{name: a, survey: [{variable: v, type: float}]}] | 1:"
            + " templates[0].survey[0].type: expected one of integer,",
        "templates: [{name: a, playbook: {ends: badly}}] | 1: templates[0].playbook.ends: expected"
            + " one of error, failed, failed-before-start, never, successful",
        "templates: [{name: a, playbook: {ends: never, failed_tasks: [{task: t}]}}] | 1:"
            + " templates[0].playbook: expected an end for failed_tasks",
        "templates: [{name: a, playbook: {artifacts: 5}}] | 1: templates[0].playbook.artifacts:"
            + " expected an object",
        "templates: [{name: a, name: b}] | 1: templates[0]: expected each field once, found"
            + " \"name\" again",
        "faults: [{do: {answer: {status: 200, json: {a: &b [1, *b]}}}}] | 1:"
            + " faults[0].do.answer.json.a: expected a value that ends, found one within itself",
        "templates: [{name: a, playbook: {artifacts: &b {c: {d: *b}}}}] | 1:"
            + " templates[0].playbook.artifacts: expected a value that ends, found one within itself",
        "labels: [{name: a}, {name: a, organization: Default}] | 1: labels[1].name: expected a name"
            + " once in an organization, found \"a\"",
        "inventories: [site] | 1: inventories[0]: expected an object with name, organization",
        "faults: [{do: dorp}] | 1: faults[0].do: expected one of answer-then-reset",
        "[1] | 1: expected an object with server, users, templates, inventories, labels,"
            + " execution_environments, faults, found a list",
        "'{a: [' | 1: expected YAML, found",
      })
  void tellsWhatIsWrong(String yaml, String expected) {
    assertThatThrownBy(() -> Scenario.read("s.yaml", yaml.replace("'{a: ['", "{a: [")))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("s.yaml:" + expected);
  }

  @Test
  void countsLines() {
    String yaml = "templates:\n  - name: a\n  - name: b\n    playbook:\n      running: 5 s\n";
    assertThatThrownBy(() -> Scenario.read("s.yaml", yaml))
        .hasMessage(
            "s.yaml:5: templates[1].playbook.running: expected a time such as 250ms, 5s, 2m or 1h,"
                + " found \"5 s\"");
  }

  @Test
  void showsNoToken() {
    String yaml = "users:\n - {name: a, token: s3cret}\n - {name: b, token: s3cret}\n";
    assertThatThrownBy(() -> Scenario.read("s.yaml", yaml))
        .hasMessageStartingWith("s.yaml:3: users[1].token: expected a token that no other user has")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void theExampleIsUnderstood() throws Exception {
    Path example = Path.of("..", "examples", "fake-aap.yaml");
    assertThat(Scenario.read("fake-aap.yaml", Files.readString(example))).isNotNull();
  }
}
