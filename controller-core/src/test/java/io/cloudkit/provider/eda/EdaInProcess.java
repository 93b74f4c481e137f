package io.cloudkit.provider.eda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provider.eda.event.SendByInterceptor;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provider.eda.tracker.Tracking;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** The provider of EDA with a receiver in the same process: the bytes are real, the way is none. */
public final class EdaInProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROVISION = "create";
  private static final String DEPROVISION = "delete";
  private static final String HOST = "http://rulebook.example:5000/";
  private static final String STREAMS =
      "https://gateway.example/eda-event-streams/api/eda/v1/external_event_stream/";
  private static final String PROVISION_STREAM = "00000000-0000-4000-8000-00000000000a";
  private static final String DEPROVISION_STREAM = "00000000-0000-4000-8000-00000000000b";

  private EdaInProcess() {}

  /** The AAP that is looked into, behind a way of its own. */
  @FunctionalInterface
  public interface Aap {
    /**
     * Answers a GET, on the thread that asks.
     *
     * @param query by name
     */
    Answer get(String path, Map<String, String> query) throws IOException;

    /**
     * What it answers.
     *
     * @param date when, by its own clock, if it says so
     */
    record Answer(int status, String body, Optional<Instant> date) {}
  }

  /**
   * A provider, and the look that it takes when it is told to.
   *
   * @param look takes one, if one is due
   */
  public record Looking(ProvisioningProvider provider, Runnable look) {}

  /** A provider that posts to a webhook, and looks into an AAP for what becomes of its events. */
  public static Looking looking(
      Map<String, String> settings, ProviderContext context, Rulebook rulebook, Aap aap) {
    List<Runnable> looks = new ArrayList<>();
    Tracking.Way way =
        new Tracking.Way(
            client -> client.addInterceptor(chain -> answer(chain, aap)),
            (name, interval, look) -> {
              looks.add(look);
              return () -> {};
            });
    Map<String, String> all = new HashMap<>(settings);
    all.put("tracker-url", "https://aap.example/api/v2");
    all.put("tracker-token", "unread");
    return new Looking(provider(all, context, Receives.BY_WEBHOOK, rulebook, way), looks.get(0));
  }

  private static Response answer(Interceptor.Chain chain, Aap aap) throws IOException {
    HttpUrl url = chain.request().url();
    Map<String, String> query = new HashMap<>();
    url.queryParameterNames()
        .forEach(name -> query.put(name, String.valueOf(url.queryParameter(name))));
    Aap.Answer answer = aap.get(url.encodedPath(), query);
    Response.Builder response =
        new Response.Builder()
            .request(chain.request())
            .protocol(Protocol.HTTP_1_1)
            .code(answer.status())
            .message("said")
            .body(ResponseBody.create(answer.body(), MediaType.get("application/json")));
    answer
        .date()
        .ifPresent(
            date ->
                response.header(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))));
    return response.build();
  }

  /** Where events come in. */
  public enum Receives {
    BY_WEBHOOK,
    BY_EVENT_STREAM;

    private String address(String endpoint) {
      String stream = endpoint.equals(PROVISION) ? PROVISION_STREAM : DEPROVISION_STREAM;
      return this == BY_WEBHOOK ? HOST + endpoint : STREAMS + stream + "/post/";
    }

    private static String endpoint(String path) {
      return path.contains(PROVISION_STREAM)
          ? PROVISION
          : path.contains(DEPROVISION_STREAM) ? DEPROVISION : path.substring(1);
    }

    /** eda-api.md §1, §2: a webhook answers with its endpoint, an event stream with nothing. */
    private String answer(String endpoint) {
      return this == BY_WEBHOOK ? endpoint : "";
    }
  }

  /** What is behind the receiver. */
  @FunctionalInterface
  public interface Rulebook {
    /**
     * Takes an event, on the thread that posts it; it is answered 200 whatever becomes of it.
     *
     * @throws IOException if its answer does not come
     */
    void take(Event event) throws IOException;

    /** Whoever posts connects to it, before any byte leaves. */
    default void connect() throws IOException {}
  }

  /** What a rule reads of an event. */
  public record Event(String endpoint, String operation, JsonNode payload) {
    public boolean isProvision() {
      return endpoint.equals(PROVISION);
    }

    public String uid() {
      return payload.path("metadata").path("uid").asText();
    }

    public String desiredConfigVersion() {
      return payload.path("status").path("desiredConfigVersion").asText();
    }
  }

  /**
   * A provider that posts to a webhook.
   *
   * @param settings its settings but the two addresses
   */
  public static ProvisioningProvider provider(
      Map<String, String> settings, ProviderContext context, Rulebook rulebook) {
    return provider(settings, context, Receives.BY_WEBHOOK, rulebook);
  }

  /** A provider that posts so. */
  public static ProvisioningProvider provider(
      Map<String, String> settings, ProviderContext context, Receives how, Rulebook rulebook) {
    return provider(settings, context, how, rulebook, Tracking.Way.usual());
  }

  private static ProvisioningProvider provider(
      Map<String, String> settings,
      ProviderContext context,
      Receives how,
      Rulebook rulebook,
      Tracking.Way toAap) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(EdaSettings.PROVISION_WEBHOOK, how.address(PROVISION));
    all.put(EdaSettings.DEPROVISION_WEBHOOK, how.address(DEPROVISION));
    ProviderConfig config =
        ProviderConfig.of(context.instance(), new EdaProviderFactory().properties(), all);
    return EdaProvider.create(
        config,
        context,
        client -> client.addInterceptor(chain -> answer(chain, how, rulebook)),
        toAap);
  }

  private static Response answer(Interceptor.Chain chain, Receives how, Rulebook rulebook)
      throws IOException {
    Request request = chain.request();
    rulebook.connect();
    SendByInterceptor.Departure departure = request.tag(SendByInterceptor.Departure.class);
    if (departure != null) {
      departure.leave();
    }
    String endpoint = Receives.endpoint(request.url().encodedPath());
    rulebook.take(
        new Event(endpoint, String.valueOf(request.header("X-Request-Id")), body(request)));
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(how.answer(endpoint), MediaType.get("text/plain")))
        .build();
  }

  private static JsonNode body(Request request) throws IOException {
    Buffer bytes = new Buffer();
    if (request.body() == null) {
      throw new IOException("expected a body, found none");
    }
    request.body().writeTo(bytes);
    try {
      return JSON.readTree(bytes.readUtf8());
    } catch (JsonProcessingException malformed) {
      throw new IOException("expected JSON", malformed);
    }
  }
}
