package io.cloudkit.provider.eda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
  @ParameterizedTest
  @CsvSource({
    "http://h:5000/create?x=s3cret,found a query; remove what begins with ?",
    "http://h:5000/create#s3cret,found a fragment; remove what begins with #",
    "http://h:5000/create/,'found it with a slash at its end, which no rule matches; remove the"
        + " slash'",
    "http://h:5000,'such as /create-compute-instance, found none'",
    "http://h:5000/,'such as /create-compute-instance, found none'",
    "http://h:99999/create,'expected a port from 1 to 65535, found 99999'",
    "ftp://h/create,'expected an http or https address, found another one'",
    "https://h/api/eda/v1/external_event_stream/3e7f/post/,'let the rulebook listen by"
        + " ansible.eda.webhook, and name its Service'",
    "https://h/eda-event-streams/3e7f/post/?t=s3cret,'let the rulebook listen by"
        + " ansible.eda.webhook, and name its Service'"
  })
  void saysWhatIsWrongWithAnAddressAndNothingThatMayBeASecret(String configured, String told) {
    assertThatThrownBy(() -> Webhook.of("provision-webhook", URI.create(configured)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("provision-webhook: expected ")
        .hasMessageEndingWith(told)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:5000/create-compute-instance,create-compute-instance",
    "https://h/x/y,x/y",
    "http://h//dbl,/dbl",
    "http://h/a%20b,a b"
  })
  void theEndpointIsThePathAsTheWebhookReadsIt(String configured, String endpoint) {
    assertThat(Webhook.of("provision-webhook", URI.create(configured)).endpoint())
        .isEqualTo(endpoint);
  }
}
