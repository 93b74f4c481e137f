package io.cloudkit.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointsIT {
  private final AtomicReference<Optional<String>> informers =
      new AtomicReference<>(Optional.of("2 of 3 are in sync"));
  private final AtomicReference<Optional<String>> backend = new AtomicReference<>(Optional.empty());
  private final PrometheusMeterRegistry metrics = Metrics.registry();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private Endpoints endpoints;

  @BeforeEach
  void serve() throws IOException {
    endpoints =
        Endpoints.serve(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                Check.condition("informers", informers::get),
                Check.condition("configuration", Optional::empty),
                Check.remark("provider aap", backend::get)),
            metrics);
  }

  @AfterEach
  void stop() {
    endpoints.close();
  }

  @Test
  void isHealthyBeforeItIsReady() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> early = get("/readyz");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.body())
        .isEqualTo(
            "not ready\n[-] informers: 2 of 3 are in sync\n[+] configuration: ok\n[+] provider aap: ok\n");

    informers.set(Optional.empty());

    HttpResponse<String> later = get("/readyz");
    assertThat(later.statusCode()).isEqualTo(200);
    assertThat(later.body())
        .isEqualTo("ready\n[+] informers: ok\n[+] configuration: ok\n[+] provider aap: ok\n");
  }

  @Test
  void remarksOnWhatDoesNotMakeItUnready() throws Exception {
    informers.set(Optional.empty());
    backend.set(Optional.of("url: AAP answers 401; check url and token"));

    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("ready\n")
        .endsWith("[!] provider aap: url: AAP answers 401; check url and token\n");
  }

  @Test
  void saysThatACheckItselfFailed() throws Exception {
    informers.set(null);

    assertThat(get("/readyz").body())
        .contains("[-] informers: the check itself failed: NullPointerException");
  }

  @Test
  void showsWhatProvidersMeasured() throws Exception {
    Metrics.sink(metrics, "aap").count("aap_requests", Map.of("status", "200"));
    Metrics.sink(metrics, "aap").time("cloudkit_aap_request", Map.of(), Duration.ofMillis(20));

    assertThat(get("/metrics").body())
        .contains("cloudkit_aap_requests_total{provider=\"aap\",status=\"200\"} 1.0")
        .contains("cloudkit_aap_request_seconds_sum{provider=\"aap\"} 0.02")
        .contains("jvm_memory_used_bytes")
        .contains("process_uptime_seconds");
  }

  @Test
  void saysOfEachWhatItMeasures() throws Exception {
    Metrics.sink(metrics, "aap").time("backend_request_seconds", Map.of(), Duration.ofMillis(20));
    Metrics.sink(metrics, "other").count("cups_of_coffee", Map.of());
    metrics.counter(Measure.NOTICES.meter(), "reason", "Launched").increment();

    assertThat(get("/metrics").body())
        .contains("# HELP cloudkit_backend_request_seconds Requests to a provider's backend")
        .contains("# HELP cloudkit_notices_total What happened to resources")
        .contains("# HELP cloudkit_cups_of_coffee_total Measured by the provider");
  }

  @Test
  void answersNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/healthz/more").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/").statusCode()).isEqualTo(404);
    HttpRequest post = request("/healthz").POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    HttpRequest head =
        request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatToDoAboutATakenPort() {
    assertThatThrownBy(() -> Endpoints.serve(endpoints.address(), List.of(), metrics))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set CLOUDKIT_HTTP_BIND_ADDRESS and CLOUDKIT_HTTP_PORT");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + endpoints.address().getPort() + path))
        .timeout(Duration.ofSeconds(10));
  }
}
