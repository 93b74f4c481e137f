package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.WireRequest;
import io.cloudkit.testkit.truth.Run;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The webhook source without its socket and queue (§1): a request in, an event or a refusal out.
 * The checks come in the order of the real one: token, signature, method, body. Thread-safe.
 *
 * <p>Names of headers that aiohttp does not know arrive capitalised here, and as they were sent
 * there.
 */
public final class WebhookSource implements Source {
  private static final int BODY_LIMIT = 1 << 20;

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final JsonMapper PYTHON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // §8.1: NaN is answered 200
          .build();

  private final WebhookSettings settings;
  private final Supplier<UUID> uuids;

  public WebhookSource(WebhookSettings settings, Supplier<UUID> uuids) {
    this.settings = settings;
    this.uuids = uuids;
  }

  /** Answered once it is in the queue, however long that takes. */
  @Override
  public void deliver(Event event, Activation activation, Answered answered) {
    activation.put(event, () -> answered.with(accepted(event)));
  }

  @Override
  public HttpAnswer accepted(Event event) {
    return HttpAnswer.text(200, event.endpoint());
  }

  @Override
  public String pathOf(String endpoint) {
    return "/" + endpoint;
  }

  @Override
  public int bodyLimit() {
    return BODY_LIMIT;
  }

  @Override
  public boolean isPartOfActivation() {
    return true;
  }

  @Override
  public Event receive(WireRequest request, Instant now) throws RefusedException {
    if (settings.token().isPresent()) {
      checkToken(request, settings.token().get());
    }
    if (settings.hmac().isPresent()) {
      checkSignature(request, settings.hmac().get());
    }
    if (!request.method().equals("POST")) {
      String text = request.method().equals("HEAD") ? "" : "405: Method Not Allowed";
      throw new RefusedException(HttpAnswer.text(405, text).with("Allow", "POST"));
    }
    JsonNode payload = parse(text(request));
    String path = URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
    String endpoint = path.startsWith("/") ? path.substring(1) : path;
    return new Event(
        uuids.get(), now, endpoint, Optional.empty(), headers(request), payload, Run.Cause.ASKED);
  }

  private static void checkToken(WireRequest request, String token) throws RefusedException {
    String header =
        request
            .header("Authorization")
            .orElseThrow(() -> refused(401, "401: Missing authorization token"))
            .strip();
    int blank = header.indexOf(' ');
    if (blank < 0) {
      throw refused(401, "Invalid authorization token");
    }
    if (!header.substring(0, blank).equals("Bearer")) {
      throw refused(401, "Only Bearer type is accepted");
    }
    if (!header.substring(blank + 1).equals(token)) {
      throw refused(401, "Invalid authorization token");
    }
  }

  private void checkSignature(WireRequest request, Hmac hmac) throws RefusedException {
    String found =
        request.header(hmac.header()).orElseThrow(() -> refused(400, "Signature header not found"));
    String algorithm = hmac.algorithm() + "=";
    String bare = found.startsWith(algorithm) ? found.substring(algorithm.length()) : found;
    byte[] body = text(request).getBytes(StandardCharsets.UTF_8);
    if (!bare.equals(hmac.sign(body))) { // upper-case hex fails there, too
      throw refused(401, "HMAC verification failed");
    }
  }

  private static RefusedException refused(int status, String text) {
    return new RefusedException(HttpAnswer.text(status, text));
  }

  private String text(WireRequest request) throws RefusedException {
    if (settings.server() == WebhookSettings.HttpServerAge.DROPS_BODY_ON_UPGRADE
        && request.header("Upgrade").filter("h2c"::equalsIgnoreCase).isPresent()) {
      return "";
    }
    if (request.isTooLarge()) {
      throw refused(413, "Maximum request body size " + BODY_LIMIT + " exceeded.");
    }
    try {
      return charset(request).newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
    } catch (CharacterCodingException | IllegalArgumentException unreadable) {
      throw refused(500, "500 Internal Server Error\n\nServer got itself in trouble");
    }
  }

  private static Charset charset(WireRequest request) {
    Matcher named = CHARSET.matcher(request.header("Content-Type").orElse(""));
    return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
  }

  private static JsonNode parse(String text) throws RefusedException {
    try {
      JsonNode payload = PYTHON.readTree(text);
      if (!payload.isMissingNode()) {
        return payload;
      }
    } catch (JsonProcessingException notJson) {
      // answered below, as an empty body is
    }
    throw refused(400, "Invalid JSON payload");
  }

  private static Map<String, String> headers(WireRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : request.headerNames()) {
      if (!name.equalsIgnoreCase("Authorization")) {
        request.header(name).ifPresent(value -> headers.put(spelled(name), value));
      }
    }
    return headers;
  }

  private static String spelled(String name) {
    String words =
        Arrays.stream(name.split("-", -1))
            .map(word -> word.isEmpty() ? word : capitalised(word))
            .collect(Collectors.joining("-"));
    return words.equals("X-Request-Id") || words.equals("X-Correlation-Id") // §8.2
        ? words.substring(0, words.length() - 1) + "D"
        : words;
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT)
        + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
