package io.cloudkit.testkit.aap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, started as its main starts it, and used as curl uses it. */
class FakeAapCommandIT {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String SCENARIO =
      """
      users:
        - {name: svc, token: s3cret}
        - {name: admin, token: r00t, role: superuser}
        - {name: reader, token: peep, role: read-only}
      templates:
        - name: create-vm
          purpose: provision
          survey: [{variable: size, type: multiplechoice, choices: [small, large], default: small}]
          playbook: {pending: 0ms, waiting: 0ms, running: 0ms, artifacts: {ip: 192.0.2.7}}
          next_playbooks:
            - {pending: 0ms, waiting: 0ms, running: 0ms, ends: failed,
               failed_tasks: [{task: Create the VM, message: quota exceeded}]}
        - {name: flow, kind: workflow, nodes: [create-vm], allow_simultaneous: false}
        - {name: secret, ordinary_users: none}
        - {name: look, ordinary_users: read}
      inventories: [{name: site}, {name: site, organization: Other}]
      labels: [{name: gold}]
      execution_environments: [{name: newest}]
      faults:
        - {on: GET */me/, script: [pass, {answer: 502}]}
      """;

  private static final String ORGANIZATION = "/results/0/organization";

  private final HttpClient client = HttpClient.newHttpClient();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  /** What one test does while the fake is up. */
  interface Visit {
    void to(String url) throws Exception;
  }

  private int run(Visit visit, String... arguments) {
    List<Throwable> thrown = new ArrayList<>();
    int code =
        FakeAapCommand.run(
            aap -> {
              try {
                visit.to(aap.url());
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

  private void runScenario(Visit visit) throws Exception {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
    int code = run(visit, "--port", "0", "--scenario", file.toString());
    assertThat(code).as(err.toString()).isZero();
  }

  private HttpResponse<String> send(String method, String url, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode json(String url, String token) throws Exception {
    return MAPPER.readTree(send("GET", url, token, "").body());
  }

  private long template(String url, String name) throws Exception {
    String query = url + "/api/v2/unified_job_templates/?name=" + name;
    return json(query, "r00t").at("/results/0/id").asLong();
  }

  private JsonNode finished(String job, String token) {
    return await()
        .until(
            () -> json(job, token), row -> !row.path("finished").isNull() && row.has("finished"));
  }

  @Test
  void jobsGoAsTheScenarioSaysAndTheLedgerTellsOfThem() throws Exception {
    runScenario(
        url -> {
          String launch = url + "/api/v2/job_templates/" + template(url, "create-vm") + "/launch/";
          String jobs = url + "/api/v2/jobs/";
          String body = "{\"extra_vars\": {\"cloudkit_operation\": {\"id\": \"op1\"}}}";

          long first =
              MAPPER.readTree(send("POST", launch, "s3cret", body).body()).path("job").asLong();
          assertThat(finished(jobs + first + "/", "s3cret").path("status").asText())
              .isEqualTo("failed");
          assertThat(send("GET", jobs + first + "/job_events/?failed=true", "s3cret", "").body())
              .contains("quota exceeded");
          long second =
              MAPPER.readTree(send("POST", launch, "s3cret", body).body()).path("job").asLong();
          assertThat(finished(jobs + second + "/", "s3cret").at("/artifacts/ip").asText())
              .isEqualTo("192.0.2.7");

          JsonNode ledger = json(url + "/__ledger", "");
          assertThat(ledger.path("launches").findValuesAsText("job"))
              .containsExactly(String.valueOf(first), String.valueOf(second));
          assertThat(ledger.path("playbooks").findValuesAsText("result"))
              .containsExactly("FAILED", "SUCCEEDED");
          assertThat(ledger.path("duplicates")).hasSize(1);
        });
    assertThat(out.toString()).contains("/api/v2", "token       s3cret", "job_template  create-vm");
  }

  @Test
  void usersSeeAndDoWhatTheyMay() throws Exception {
    runScenario(
        url -> {
          String templates = url + "/api/v2/job_templates/";
          long secret = template(url, "secret");
          long look = template(url, "look");
          assertThat(send("GET", templates + secret + "/", "r00t", "").statusCode()).isEqualTo(200);
          assertThat(send("GET", templates + secret + "/", "s3cret", "").statusCode())
              .isEqualTo(403);
          assertThat(send("GET", templates + look + "/", "s3cret", "").statusCode()).isEqualTo(200);
          assertThat(send("POST", templates + look + "/launch/", "s3cret", "{}").statusCode())
              .isEqualTo(403);
          assertThat(
                  send("POST", templates + template(url, "create-vm") + "/launch/", "peep", "{}")
                      .statusCode())
              .isEqualTo(403);
          assertThat(send("GET", templates, "wrong", "").statusCode()).isEqualTo(401);
          assertThat(
                  send(
                          "POST",
                          templates + template(url, "create-vm") + "/launch/",
                          "s3cret",
                          "{\"extra_vars\":{\"size\":\"huge\"}}")
                      .body())
              .contains("'small', 'large'");
        });
  }

  @Test
  void whatLaunchesNameIsListedWithItsOrganization() throws Exception {
    runScenario(
        url -> {
          String api = url + "/api/v2/";
          long home = json(api + "job_templates/?name=look", "r00t").at(ORGANIZATION).asLong();
          assertThat(home).isPositive();
          JsonNode sites = json(api + "inventories/?name=site", "s3cret").path("results");
          assertThat(sites).hasSize(2);
          assertThat(sites.findValuesAsText("organization"))
              .contains(String.valueOf(home))
              .doesNotHaveDuplicates();
          assertThat(json(api + "labels/?name=gold", "s3cret").at(ORGANIZATION).asLong())
              .isEqualTo(home);
          assertThat(
                  json(api + "execution_environments/?name=newest", "s3cret")
                      .at(ORGANIZATION)
                      .asLong())
              .isEqualTo(home);
        });
  }

  @Test
  void faultsComeFromTheScenarioAndAtRunTime() throws Exception {
    runScenario(
        url -> {
          String me = url + "/api/v2/me/";
          String faults = url + "/__faults";
          assertThat(send("GET", me, "s3cret", "").statusCode()).isEqualTo(200);
          assertThat(send("GET", me, "s3cret", "").statusCode()).isEqualTo(502);
          assertThat(send("GET", me, "s3cret", "").statusCode()).isEqualTo(200);

          String more = "[{on: GET */me/, always: true, do: {throttle: 3s}}]";
          assertThat(send("POST", faults, "", more).statusCode()).isEqualTo(200);
          assertThat(send("GET", me, "s3cret", "").headers().firstValue("Retry-After"))
              .contains("3");
          HttpResponse<String> refused = send("POST", faults, "", "[{do: {trottle: 3s}}]");
          assertThat(refused.statusCode()).isEqualTo(400);
          assertThat(refused.body())
              .contains("body:1: [0].do: expected one of")
              .contains("\"trottle\"");
          assertThat(json(url + "/__ledger", "").path("faults").findValuesAsText("hits"))
              .containsExactly("1", "1", "1");

          assertThat(send("DELETE", faults, "", "").body()).isEqualTo("{\"faults\":[]}");
          assertThat(send("GET", me, "s3cret", "").statusCode()).isEqualTo(200);
          assertThat(send("PUT", faults, "", "").statusCode()).isEqualTo(405);
        });
  }

  @Test
  void speaksTlsAndWritesWhatToTrust() {
    Path pem = folder.resolve("fake.pem");
    int code =
        run(
            url -> {
              assertThat(url).startsWith("https://localhost:");
              HttpRequest ping = HttpRequest.newBuilder(URI.create(url + "/api/v2/ping/")).build();
              HttpClient trusting =
                  HttpClient.newBuilder().sslContext(Trust.only(Files.readString(pem))).build();
              assertThat(trusting.send(ping, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
              assertThatThrownBy(() -> client.send(ping, BodyHandlers.ofString()))
                  .isInstanceOf(SSLException.class);
            },
            "--port",
            "0",
            "--tls",
            pem.toString());
    assertThat(code).isZero();
  }

  @Test
  void doesNotStartWithWhatIsWrong() throws Exception {
    Visit never = url -> assertThat(url).as("started").isNull();
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "templates:\n- nam: a\n");
    assertThat(run(never, "--scenario", bad.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("bad.yaml:2: templates[0]: expected one of name,");
    assertThat(run(never, "--scenario", "no-such.yaml")).isEqualTo(2);
    assertThat(err.toString()).contains("--scenario: expected a file that is there, found no-such");
    assertThat(run(never, "--port", "65536")).isEqualTo(2);
    assertThat(err.toString()).contains("--port: expected 0 to 65535, found 65536");
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThat(run(never, "--bind", "0.0.0.0", "--port", "" + taken.getLocalPort())).isEqualTo(1);
      assertThat(err.toString()).contains("cannot listen on", "choose another --port");
    }
  }
}
