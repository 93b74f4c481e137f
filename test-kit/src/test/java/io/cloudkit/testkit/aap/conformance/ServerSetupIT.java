package io.cloudkit.testkit.aap.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The set-up on a server that says yes to everything: nothing of it may be left behind. */
class ServerSetupIT {
  private static final String MADE =
      "{\"id\": %d, \"token\": \"t\", \"summary_fields\": {\"organization\": {\"id\": 1, \"name\":"
          + " \"o\"}, \"object_roles\": {\"execute_role\": {\"id\": 7}}},"
          + " \"ask_variables_on_launch\": %b}";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<Asker, Credentials> people = new EnumMap<>(Asker.class);
  private HttpServer http;
  private String refused = "none";
  private int next = 100;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
    people.put(Asker.ADMIN, Credentials.token("admin"));
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replace("/api/v2", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path + " " + body);
    boolean asks = body.contains("\"ask_variables_on_launch\":true");
    byte[] answer =
        (exchange.getRequestMethod().equals("GET")
                ? "{\"count\": 1, \"results\": [{\"id\": 3}]}"
                : MADE.formatted(next++, asks))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    int status = exchange.getRequestMethod().equals("POST") ? 201 : 200;
    exchange.sendResponseHeaders(body.contains(refused) ? 400 : status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private ServerSetup setup() {
    Server server =
        new Server("http://localhost:" + http.getAddress().getPort() + "/api/v2", Wire.plain());
    Settings settings = Settings.ofProcess();
    ServerTemplates templates = new ServerTemplates(server, settings, people.get(Asker.ADMIN));
    return new ServerSetup(server, settings, people, templates);
  }

  @Test
  void whatWasMadeIsRemovedInTheOrderAgainstIt() {
    ServerSetup setup = setup();
    setup.make();
    assertThat(people).containsKeys(Asker.SERVICE, Asker.STRANGER, Asker.READER);
    assertThat(grants()).hasSize(11); // all but the hidden one
    setup.remove();
    assertRemoved();
  }

  @Test
  void whatWasMadeBeforeARefusalIsRemoved() {
    refused = "-sliced";
    ServerSetup setup = setup();
    assertThatThrownBy(setup::make).hasMessageContaining("/job_templates/ gave 400");
    assertThat(requests).anyMatch(line -> line.startsWith("DELETE /inventories/"));
    assertThat(grants()).isEmpty();
  }

  private List<String> grants() {
    return requests.stream().filter(line -> line.matches("POST /users/\\d+/roles/ .*")).toList();
  }

  private void assertRemoved() {
    List<String> made =
        requests.stream()
            .filter(line -> line.matches("POST /[a-z_]+/ .*"))
            .map(line -> line.replaceFirst("POST (/[a-z_]+/) .*", "DELETE $1"))
            .toList();
    List<String> removed =
        new ArrayList<>(
            requests.stream()
                .filter(line -> line.startsWith("DELETE"))
                .map(line -> line.replaceFirst("\\d+/ $", ""))
                .toList());
    Collections.reverse(removed);
    assertThat(made).hasSizeGreaterThan(15);
    assertThat(removed).isEqualTo(made);
  }
}
