package io.cloudkit.testkit.eda.scenario;

import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.rulebook.Hmac;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.eda.rulebook.WebhookSettings;
import io.cloudkit.testkit.eda.rulebook.WebhookSettings.HttpServerAge;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where events come in, and what lets them in: a webhook unless event streams are asked for. */
final class ReceiverEntry {
  private static final Map<String, Hmac.Encoding> ENCODINGS =
      Map.of("hex", Hmac.Encoding.HEX, "base64", Hmac.Encoding.BASE64);

  /** Of those that eda-server knows (eda-api.md §2) the ones of this JDK. */
  private static final Map<String, String> ALGORITHMS =
      Stream.of(
              "sha224",
              "sha256",
              "sha384",
              "sha512",
              "sha3_224",
              "sha3_256",
              "sha3_384",
              "sha3_512")
          .collect(Collectors.toMap(Function.identity(), Function.identity()));

  private ReceiverEntry() {}

  /** What a scenario asks of the builder. */
  static Consumer<FakeEdaBuilder> of(Fields scenario) {
    Optional<Entry> webhook = scenario.get("webhook");
    Optional<Entry> streams = scenario.get("event_streams");
    if (webhook.isPresent() && streams.isPresent()) {
      throw streams.get().refuse("a webhook or event streams", "both: remove one");
    }
    if (streams.isPresent()) {
      StreamSettings settings = streams(streams.get());
      return builder -> builder.eventStreams(settings);
    }
    WebhookSettings settings = webhook.map(ReceiverEntry::webhook).orElse(WebhookSettings.open());
    return builder -> builder.webhook(open -> settings);
  }

  private static WebhookSettings webhook(Entry entry) {
    Fields fields = entry.object("token", "hmac", "drops_body_on_upgrade");
    WebhookSettings settings = WebhookSettings.open();
    Optional<Entry> token = fields.get("token");
    if (token.isPresent()) {
      settings = settings.withToken(token.get().secret());
    }
    Optional<Fields> hmac =
        fields.get("hmac").map(of -> of.object("secret", "header", "algorithm", "encoding"));
    if (hmac.isPresent()) {
      settings = settings.withHmac(hmac(hmac.get(), Hmac.Encoding.HEX));
    }
    return fields.get("drops_body_on_upgrade").filter(Entry::flag).isPresent()
        ? settings.on(HttpServerAge.DROPS_BODY_ON_UPGRADE)
        : settings;
  }

  private static StreamSettings streams(Entry entry) {
    Fields fields = entry.object("token", "basic", "hmac", "test_mode", "passed_on_headers");
    List<StreamAuthentication> ways =
        Stream.of(
                fields.get("token").map(ReceiverEntry::token),
                fields.get("basic").map(ReceiverEntry::password),
                fields.get("hmac").map(ReceiverEntry::signature))
            .flatMap(Optional::stream)
            .toList();
    if (ways.size() != 1) {
      // eda-server makes no stream without a credential: eda-api.md §2
      throw entry.refuse(
          "one of token, basic, hmac", ways.isEmpty() ? "none" : ways.size() + " of them");
    }
    StreamSettings settings =
        StreamSettings.with(ways.get(0))
            .forwarding(
                fields.get("passed_on_headers").map(Entry::list).orElse(List.of()).stream()
                    .map(Entry::text)
                    .toArray(String[]::new));
    return fields.get("test_mode").filter(Entry::flag).isPresent()
        ? settings.inTestMode()
        : settings;
  }

  private static StreamAuthentication token(Entry entry) {
    Fields fields = entry.object("value", "header");
    return new StreamAuthentication.ByToken(
        fields.get("header").map(Entry::text).orElse("Authorization"),
        fields.want("value").secret());
  }

  private static StreamAuthentication password(Entry entry) {
    Fields fields = entry.object("user", "password");
    return new StreamAuthentication.ByPassword(
        fields.want("user").text(), fields.want("password").secret());
  }

  private static StreamAuthentication signature(Entry entry) {
    Fields fields = entry.object("secret", "header", "algorithm", "encoding", "prefix");
    Hmac hmac = hmac(fields, Hmac.Encoding.BASE64);
    return new StreamAuthentication.BySignature(
        fields.get("prefix").map(Entry::text).map(hmac::after).orElse(hmac));
  }

  private static Hmac hmac(Fields fields, Hmac.Encoding usual) {
    Hmac hmac = Hmac.of(fields.want("secret").secret());
    return hmac.in(fields.get("header").map(Entry::text).orElse(hmac.header()))
        .by(
            fields.get("algorithm").map(word -> word.word(ALGORITHMS)).orElse(hmac.algorithm()),
            fields.get("encoding").map(word -> word.word(ENCODINGS)).orElse(usual));
  }
}
