package io.cloudkit.provider.eda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {
  private static final String STREAM =
      "https://h/api/eda/v1/external_event_stream/3e7f1c5a-0b0a-4000-8000-00000000abcd/post/";

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
    "https://h/api/eda/v1/external_event_stream/3e7f1c5a-0b0a-4000-8000-00000000abcd/post,'a"
        + " redirect, which takes no POST along; add the slash'",
    "https://h/api/eda/v1/external_event_stream/s3cret/post/,'copy the one that EDA shows for the"
        + " event stream'",
    "https://h/api/eda/v1/external_event_stream/,'copy the one that EDA shows for the event"
        + " stream'",
    "https://h/eda-event-streams/?t=s3cret,'copy the one that EDA shows for the event stream'",
    "https://h/api/eda/v1/external_event_stream/3e7f1c5a-0b0a-4000-8000-00000000abcd/post/#s3cret,"
        + "found a fragment; remove what begins with #"
  })
  void saysWhatIsWrongWithAnAddressAndNothingThatMayBeASecret(String configured, String told) {
    assertThatThrownBy(() -> Receiver.of("provision-webhook", URI.create(configured)))
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
    assertThat(Receiver.of("provision-webhook", URI.create(configured)))
        .isInstanceOfSatisfying(
            Webhook.class, webhook -> assertThat(webhook.endpoint()).isEqualTo(endpoint));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STREAM,
        STREAM + "?op=create",
        "https://gateway/eda-event-streams/api/eda/v1/external_event_stream/3E7F1C5A-0B0A-4000-8000-00000000ABCD/post/"
      })
  void anEventStreamIsKnownByItsPathAndMayHaveAQuery(String configured) {
    assertThat(Receiver.of("provision-webhook", URI.create(configured)))
        .isInstanceOf(EventStream.class)
        .satisfies(stream -> assertThat(stream.url()).hasToString(configured));
  }

  private static ByteString event(String text) {
    return ByteString.encodeUtf8("{\"a\":\"" + text + "\"}");
  }

  @Test
  void anEventStreamTakesNoJsonWithinJsonThatIsTooLongForItsChunks() {
    EventStream stream = EventStream.of("provision-webhook", URI.create(STREAM));
    String withinJson = "{\\\"k\\\":\\\"v\\\"}";
    assertThat(stream.tooLarge(event(withinJson.repeat(600))).orElse(""))
        .startsWith("expected a resource that an event stream can pass on in parts of less than")
        .contains("make spec.templateParameters shorter");
    assertThat(stream.tooLarge(event(withinJson.repeat(250)))).as("one piece").isEmpty();
    assertThat(stream.tooLarge(event("x".repeat(200_000)))).as("many pieces").isEmpty();
    assertThat(stream.tooLarge(event("x".repeat(1_048_576)))).isPresent();
    assertThat(stream.tooLarge(event("ü".repeat(2_000)))).as("a quarter of escapes").isEmpty();
  }

  @Test
  void aWebhookTakesAMebibyte() {
    Webhook webhook = Webhook.of("provision-webhook", URI.create("http://h/create"));
    assertThat(webhook.tooLarge(event("x".repeat(1_048_576 - 8)))).isEmpty();
    assertThat(webhook.tooLarge(event("x".repeat(1_048_576 - 7)))).isPresent();
  }
}
