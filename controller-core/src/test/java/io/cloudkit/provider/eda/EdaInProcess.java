package io.cloudkit.provider.eda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** The provider of EDA with a webhook in the same process: the bytes are real, the way is none. */
public final class EdaInProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROVISION = "create";
  private static final String DEPROVISION = "delete";
  private static final String HOST = "http://rulebook.example:5000/";

  private EdaInProcess() {}

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
   * A provider.
   *
   * @param settings its settings but the two addresses
   * @param rulebook takes each event, on the thread that posts it
   */
  public static ProvisioningProvider provider(
      Map<String, String> settings, ProviderContext context, Consumer<Event> rulebook) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(EdaProviderFactory.PROVISION_WEBHOOK, HOST + PROVISION);
    all.put(EdaProviderFactory.DEPROVISION_WEBHOOK, HOST + DEPROVISION);
    ProviderConfig config =
        ProviderConfig.of(context.instance(), new EdaProviderFactory().properties(), all);
    return EdaProvider.create(
        config, context, client -> client.addInterceptor(chain -> answer(chain, rulebook)));
  }

  private static Response answer(Interceptor.Chain chain, Consumer<Event> rulebook)
      throws IOException {
    Request request = chain.request();
    SendByInterceptor.Departure departure = request.tag(SendByInterceptor.Departure.class);
    if (departure != null) {
      departure.leave();
    }
    String endpoint = request.url().encodedPath().substring(1);
    rulebook.accept(
        new Event(endpoint, String.valueOf(request.header("X-Request-Id")), body(request)));
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(endpoint, MediaType.get("text/plain")))
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
