package io.cloudkit.testkit.aap.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message of one's own may say. */
class WebhookTest {
  /** aap-api.md §8.4: an allow-list of fields, in a sandbox; and some that are not played here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\": \"{{ job.extra_vars }}\"}",
        "{\"v\": {{ extra_vars }}}",
        "{\"id\": {{ job.id }",
        "{\"id\": {{ job }}}",
        "{\"id\": {{ job['id'] }}}",
        "{\"id\": {{ job.id | int }}}",
        "{\"id\": {{ job.id.real }}}",
        "{\"id\": {{ }}}",
        "{{\"id\": 1}}",
        "{% if job.id %}{}{% endif %}",
        "{# a remark #}{}",
        "{\"id\": {{ job.id }}, \"v\": {{ job.vars }}}"
      })
  void refusesWhatIsNotPlayed(String message) {
    assertThatThrownBy(() -> Webhook.to("http://h/n").saying(message))
        .hasMessageStartingWith(
            "message: expected of Jinja only {{ job.id }}, name, status and type, found {");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\": {{ job.id }}} | {\"id\": $id}",
        "{\"a\": {\"id\": {{job.id}}}} | {\"a\": {\"id\": $id}}",
        "{\"a\": {\"b\": {}}} | {\"a\": {\"b\": {}}}",
        "{{ job.type }} {{\tjob.status }}{{ job.name }} | $type $status$name",
        "{} | {}"
      })
  void fillsInTheRest(String message, String sent) {
    assertThat(Webhook.to("http://h/n").saying(message).rendered("$"::concat))
        .isEqualTo(Optional.of(sent));
  }
}
