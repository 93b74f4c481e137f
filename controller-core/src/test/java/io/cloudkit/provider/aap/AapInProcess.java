package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** The provider of AAP with a controller in the same process: no way lies between the two. */
public final class AapInProcess {
  private AapInProcess() {}

  /** The other end of the wire. */
  @FunctionalInterface
  public interface Wire {
    /**
     * Carries one request, on the thread that sends it.
     *
     * @throws IOException the connection broke
     */
    HttpAnswer carry(Parcel parcel) throws IOException;
  }

  /** One request on its way out. */
  public static final class Parcel {
    private final ApiRequest request;
    private final SendByInterceptor.Departure departure;
    private final Duration timeout;

    private Parcel(ApiRequest request, SendByInterceptor.Departure departure, Duration timeout) {
      this.request = request;
      this.departure = departure;
      this.timeout = timeout;
    }

    public ApiRequest request() {
      return request;
    }

    /** How long its sender waits for the answer. */
    public Duration timeout() {
      return timeout;
    }

    /** The last look at the clock before the bytes leave; throws if they may not. */
    public void leaves() throws IOException {
      departure.leave();
    }

    /** Whether its permission is over by now. */
    public boolean isTooLate() {
      return departure.isTooLate();
    }
  }

  /** A provider, with all of its settings. */
  public static ProvisioningProvider provider(
      Map<String, String> settings, ProviderContext context, Wire wire) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(AapProviderFactory.URL, "http://aap.example/api/v2");
    all.put(AapProviderFactory.TOKEN, "unread");
    ProviderConfig config =
        ProviderConfig.of(context.instance(), new AapProviderFactory().properties(), all);
    // one thread: nobody could join who asks what runs
    return AapProvider.create(config, context, client -> through(client, wire), Duration.ZERO);
  }

  private static OkHttpClient.Builder through(OkHttpClient.Builder client, Wire wire) {
    return client
        // to read the certificates of the system takes longer than a day
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .addInterceptor(chain -> answer(chain, wire));
  }

  private static Response answer(Interceptor.Chain chain, Wire wire) throws IOException {
    Request request = chain.request();
    SendByInterceptor.Departure departure = request.tag(SendByInterceptor.Departure.class);
    if (departure == null) {
      throw new IOException("expected a request that says when it may leave, found none");
    }
    Duration timeout = Duration.ofNanos(chain.call().timeout().timeoutNanos());
    HttpAnswer answer = wire.carry(new Parcel(read(request), departure, timeout));
    MediaType type = answer.contentType().isEmpty() ? null : MediaType.get(answer.contentType());
    Response.Builder response =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(answer.status())
            .message("")
            .body(ResponseBody.create(answer.body(), type));
    answer.headers().forEach(response::header);
    return response.build();
  }

  private static ApiRequest read(Request request) throws IOException {
    HttpUrl url = request.url();
    String query = url.encodedQuery() == null ? "" : "?" + url.encodedQuery();
    String token = String.valueOf(request.header("Authorization")).replace("Bearer ", "");
    return ApiRequest.of(request.method(), url.encodedPath() + query, token, body(request.body()));
  }

  private static String body(@Nullable RequestBody body) throws IOException {
    Buffer bytes = new Buffer();
    if (body != null) {
      body.writeTo(bytes);
    }
    return bytes.readUtf8();
  }
}
