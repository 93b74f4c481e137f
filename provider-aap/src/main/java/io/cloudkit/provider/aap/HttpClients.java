package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * How HTTP is spoken to one AAP. Immutable.
 *
 * @param effects each over a connection of its own: a kept one that the server closes at the same
 *     moment would leave it unknown whether something was launched
 */
record HttpClients(OkHttpClient questions, OkHttpClient effects) implements AutoCloseable {
  static HttpClients of(Duration callTimeout, Way way) {
    OkHttpClient.Builder usual =
        new OkHttpClient.Builder()
            // a question over a kept connection that broke is asked over another one
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(shorter(callTimeout, Duration.ofSeconds(10)))
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            // shorter than a web server keeps an idle connection, 65 s and more
            .connectionPool(new ConnectionPool(5, 30, TimeUnit.SECONDS))
            .addNetworkInterceptor(new SendByInterceptor());
    OkHttpClient questions = way.apply(usual).build();
    return new HttpClients(
        questions,
        questions
            .newBuilder()
            .retryOnConnectionFailure(false)
            // HTTP/2 would put several on one connection
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Lets kept connections go. */
  @Override
  public void close() {
    questions.dispatcher().executorService().shutdown();
    questions.connectionPool().evictAll();
  }
}
