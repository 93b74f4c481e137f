package io.cloudkit.testkit.eda.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.Instances;
import io.cloudkit.testkit.http.Trust;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, started as its main starts it, and used as an operator and curl use it. */
class FakeEdaCommandIT {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String AT_ONCE = "{launch: 0ms, running: 0ms";
  private static final String RULES =
      """
      rules:
        - endpoint: create-compute-instance
          playbook: %1$s, annotates: by-its-rule}
          next_playbooks: [%1$s, ends: failed-after-machine}, %1$s, annotates: unknown}]
        - endpoint: delete-compute-instance
          playbook: %1$s}
        - {endpoint: create-disk, purpose: provision, playbook: {ends: never}}
      """
          .formatted(AT_ONCE);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Instances instances = new Instances();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;
  private Path kubeconfig = Path.of("");

  @BeforeEach
  void writeKubeconfig() throws Exception {
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), instances.kubeconfig());
  }

  @AfterEach
  void close() {
    instances.close();
  }

  /** What one test does while the fake is up. */
  interface Visit {
    void to(FakeEda eda) throws Exception;
  }

  private int run(Visit visit, String... arguments) {
    List<Throwable> thrown = new ArrayList<>();
    int code =
        FakeEdaCommand.run(
            eda -> {
              try {
                visit.to(eda);
              } catch (Exception | AssertionError e) {
                thrown.add(e);
              }
            },
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    assertThat(thrown).isEmpty();
    return code;
  }

  private void runScenario(String yaml, Visit visit) throws Exception {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    String access = kubeconfig.toString();
    int code = run(visit, "--port", "0", "--scenario", file.toString(), "--kubeconfig", access);
    assertThat(code).as(err.toString()).isZero();
  }

  private HttpResponse<String> send(String method, String url, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .version(HttpClient.Version.HTTP_1_1)
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String url, String token, String version) throws Exception {
    return send("POST", url, token, instances.payload("vm", version).toString());
  }

  private JsonNode ledger(FakeEda eda) throws Exception {
    return MAPPER.readTree(send("GET", eda.url() + "/__ledger", "", "").body());
  }

  /** Once that many have run. */
  private List<String> results(FakeEda eda, int expected) {
    return await()
        .until(
            () -> ledger(eda).path("playbooks").findValuesAsText("result"),
            results -> results.size() == expected && !results.contains("null"));
  }

  @Test
  void playbooksGoAsTheScenarioSaysAndTheLedgerTellsOfThem() throws Exception {
    instances.create("vm", Instances.OURS);
    runScenario(
        "webhook: {token: s3cret}\n" + RULES,
        eda -> {
          String create = eda.url() + "/create-compute-instance";
          assertThat(post(create, "", "v1").statusCode()).isEqualTo(401);
          HttpResponse<String> taken = post(create, "s3cret", "v1");
          assertThat(taken.statusCode()).isEqualTo(200);
          assertThat(taken.body()).isEqualTo("create-compute-instance");
          assertThat(results(eda, 1)).containsExactly("FAILED");
          assertThat(ledger(eda).path("machines")).hasSize(1);
          assertThat(instances.annotated("vm")).isEmpty();

          post(create, "s3cret", "v1");
          results(eda, 2);
          assertThat(instances.annotated("vm")).contains("unknown");
          post(create, "s3cret", "v1");
          results(eda, 3);
          assertThat(instances.annotated("vm")).contains("by-its-rule");

          post(eda.url() + "/delete-compute-instance", "s3cret", "v1");
          assertThat(results(eda, 4)).endsWith("SUCCEEDED");
          assertThat(ledger(eda).path("machines")).isEmpty();
          assertThat(ledger(eda).path("events")).hasSize(4);
          assertThat(send("GET", eda.url() + "/__jobs", "", "").body())
              .contains("create-compute-instance", "vm");
        });
    assertThat(out.toString())
        .contains("rule        create-compute-instance  http://localhost:")
        .contains("rule        create-disk", "Kubernetes  http", "/__ledger", "/__faults")
        .doesNotContain("s3cret");
  }

  @Test
  void eventStreamsTakeWhatIsSignedAndTellTheRulesByName() throws Exception {
    instances.create("vm", Instances.OURS);
    runScenario(
        "event_streams: {token: {value: s3cret, header: X-Gitlab-Token}}\n" + RULES,
        eda -> {
          String create = eda.urlOf("create-compute-instance");
          assertThat(create).contains("/api/eda/v1/external_event_stream/").endsWith("/post/");
          assertThat(send("POST", create, "s3cret", "{}").statusCode()).isEqualTo(400);
          HttpRequest shown =
              HttpRequest.newBuilder(URI.create(create))
                  .header("X-Gitlab-Token", "s3cret")
                  .POST(BodyPublishers.ofString(instances.payload("vm", "v1").toString()))
                  .build();
          HttpResponse<String> taken = client.send(shown, BodyHandlers.ofString());
          assertThat(taken.statusCode()).isEqualTo(200);
          assertThat(taken.body()).isEmpty();
          assertThat(results(eda, 1)).containsExactly("FAILED");
        });
    assertThat(out.toString()).contains("/external_event_stream/").doesNotContain("s3cret");
  }

  @Test
  void faultsComeFromTheScenarioAndAtRunTime() throws Exception {
    instances.create("vm", Instances.OURS);
    runScenario(
        RULES + "faults: [{on: POST /create-compute-instance, script: [forget, {answer: 502}]}]\n",
        eda -> {
          String create = eda.url() + "/create-compute-instance";
          assertThat(post(create, "", "v1").statusCode()).isEqualTo(200);
          assertThat(post(create, "", "v1").statusCode()).isEqualTo(502);
          String more = "[{on: POST *, do: commit-twice}]";
          assertThat(send("POST", eda.url() + "/__faults", "", more).statusCode()).isEqualTo(200);
          assertThat(post(create, "", "v1").statusCode()).isEqualTo(200);
          results(eda, 2);
          assertThat(ledger(eda).path("faults").findValuesAsText("hits"))
              .containsExactly("1", "1", "1");
          HttpResponse<String> refused =
              send("POST", eda.url() + "/__faults", "", "[{do: {trottle: 3s}}]");
          assertThat(refused.statusCode()).isEqualTo(400);
          assertThat(refused.body()).contains("[0].do: expected one of");
        });
  }

  @Test
  void ofManyAtOnceAsManyRunAsTheStrategySays() throws Exception {
    instances.create("vm", Instances.OURS);
    runScenario(
        """
        strategy: {parallel: 2}
        rules: [{endpoint: create-compute-instance, playbook: {launch: 0ms, ends: never}}]
        """,
        eda -> {
          for (int i = 0; i < 5; i++) {
            post(eda.url() + "/create-compute-instance", "", "v1");
          }
          assertThat(eda.jobs()).hasSize(2);
          assertThat(eda.waiting()).isEqualTo(3);
        });
  }

  @Test
  void speaksTlsAndWritesWhatToTrust() {
    Path pem = folder.resolve("fake.pem");
    int code =
        run(
            eda -> {
              assertThat(eda.url()).startsWith("https://localhost:");
              HttpRequest look = HttpRequest.newBuilder(URI.create(eda.url() + "/__jobs")).build();
              HttpClient trusting =
                  HttpClient.newBuilder().sslContext(Trust.only(Files.readString(pem))).build();
              assertThat(trusting.send(look, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            },
            "--port",
            "0",
            "--kubeconfig",
            kubeconfig.toString(),
            "--tls",
            pem.toString());
    assertThat(code).isZero();
  }

  @Test
  void doesNotStartWithWhatIsWrong() throws Exception {
    Visit never = eda -> assertThat(eda).as("started").isNull();
    String access = kubeconfig.toString();
    assertThat(run(never)).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--kubeconfig=FILE'");
    assertThat(run(never, "--kubeconfig", "no-such")).isEqualTo(2);
    assertThat(err.toString()).contains("--kubeconfig: expected a file that is there, found no-");
    for (String none : List.of("s3cret: [", "apiVersion: s3cret", "just s3cret")) {
      Path file = Files.writeString(folder.resolve("none"), none);
      assertThat(run(never, "--kubeconfig", file.toString())).as(none).isEqualTo(2);
    }
    assertThat(err.toString())
        .contains("--kubeconfig: expected a kubeconfig with a current context, found ")
        .doesNotContain("s3cret");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "rules:\n- endpint: a\n");
    assertThat(run(never, "--kubeconfig", access, "--scenario", bad.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("bad.yaml:2: rules[0]: expected one of endpoint,");
    assertThat(run(never, "--kubeconfig", access, "--port", "65536")).isEqualTo(2);
    assertThat(err.toString()).contains("--port: expected 0 to 65535, found 65536");
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(run(never, "--kubeconfig", access, "--bind", "0.0.0.0", "--port", port))
          .isEqualTo(1);
      assertThat(err.toString()).contains("cannot listen on", "choose another --port");
    }
  }

  @Test
  void tellsItsPort() {
    assertThat(run(eda -> assertThat(eda).isNull(), "--help")).isZero();
    assertThat(out.toString()).contains("(default: 5000)", "docs/fake-eda.md");
  }
}
