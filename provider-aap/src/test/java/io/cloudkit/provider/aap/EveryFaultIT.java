package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.OneVm.query;
import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.OneVm.settled;
import static io.cloudkit.provider.aap.OneVm.triggered;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.FaultReader;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.SelfSigned;
import io.cloudkit.testkit.yaml.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every fault of the simulated AAP's language, and what the provider makes of it. What it can not
 * know it calls unknown, whether or not a job was made; which it was, only the search afterwards
 * tells.
 */
class EveryFaultIT {
  private FakeAap aap;

  @BeforeEach
  void start() {
    aap = start(FakeAap.builder().start());
  }

  private static FakeAap start(FakeAap fake) {
    fake.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    fake.add(TemplateSpec.job("delete-vm"));
    return fake;
  }

  @AfterEach
  void stop() {
    aap.close();
  }

  // columns: the fault; what a launch that meets it is answered; what a search finds afterwards;
  // what is said of a look at a job that meets it; and of a cancel that meets it
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pass                                           | triggered               | found       | seen    | requested
          drop                                           | unknown                 | notLaunched | unknown | unknown
          reset                                          | unknown                 | notLaunched | unknown | unknown
          lose-answer                                    | unknown                 | found       | unknown | unknown
          cut-answer                                     | triggered               | found       | unknown | requested
          halve-body                                     | triggered               | found       | unknown | requested
          {mislabel: text/html}                          | triggered               | found       | unknown | requested
          {trickle: 100ms}                               | triggered               | found       | unknown | requested
          {giant-body: 20MiB}                            | unknown                 | notLaunched | unknown | unknown
          {gzip-bomb: 20MiB}                             | unknown                 | notLaunched | unknown | unknown
          {commit-late: 300ms}                           | unknown                 | found       | unknown | unknown
          {commit-then-answer: 502}                      | unknown                 | found       | unknown | unknown
          {commit-then-answer: 504}                      | unknown                 | found       | unknown | unknown
          answer-then-reset                              | triggered               | found       | seen    | requested
          {answer: 200}                                  | unknown                 | notLaunched | unknown | unknown
          {answer: {status: 200, json: {}}}              | unknown                 | notLaunched | unknown | unknown
          {answer: {status: 201, json: {}}}              | unknown                 | notLaunched | unknown | unknown
          {answer: {status: 400, json: {detail: TOKEN}}}     | rejected Configuration  | notLaunched | unknown | unknown
          {answer: {status: 401, json: {detail: TOKEN}}}     | rejected Unauthorized   | notLaunched | unknown | unknown
          {answer: {status: 403, json: {detail: TOKEN}}}     | rejected Unauthorized   | notLaunched | hidden  | refused
          {answer: {status: 404, json: {detail: TOKEN}}}     | rejected Configuration  | notLaunched | unknown | unknown
          {answer: 404}                                  | unknown                 | notLaunched | unknown | unknown
          {answer: 413}                                  | rejected InvalidRequest | notLaunched | unknown | unknown
          {answer: {status: 500, json: {detail: TOKEN}}}     | unknown                 | notLaunched | unknown | unknown
          {answer: {status: 502, html: TOKEN}}           | unknown                 | notLaunched | unknown | unknown
          {answer: 503}                                  | unknown                 | notLaunched | unknown | unknown
          {redirect: /migrations_notran/}                | waiting PT10S           | notLaunched | unknown | unknown
          {throttle: 7s}                                 | waiting PT7S            | notLaunched | unknown | unknown
          {throttle: {wait: 90s, as: date}}              | waiting PT1M            | notLaunched | unknown | unknown
          """)
  void isTakenForNoMoreThanItTells(
      String fault, String launch, String search, String look, String cancel) {
    Optional<String> bookmark = asking(provider -> provider.bookmark(plan("op1")));

    set("POST */launch/", fault);
    assertThat(said(provider -> words(provider.triggerProvision(request("op1")))))
        .as("launch")
        .startsWith(launch);
    assertThat(hits()).as("launches").isEqualTo(1);
    aap.clearFaults();
    await()
        .untilAsserted(
            () ->
                assertThat(said(provider -> words(provider.recover(settled("op1", bookmark)))))
                    .as("search")
                    .startsWith(search));

    JobRef job = asking(provider -> triggered(provider.triggerProvision(request("op2"))));
    set("GET */jobs/*", fault);
    assertThat(said(provider -> words(provider.observe(query(job))))).as("look").startsWith(look);
    assertThat(hits()).as("looks").isPositive();
    aap.clearFaults();

    set("POST */cancel/", fault);
    assertThat(said(provider -> words(provider.cancel(query(job)))))
        .as("cancel")
        .startsWith(cancel);
    assertThat(hits()).as("cancels").isEqualTo(1);
    assertThat(aap.controller().launches()).hasSize(search.equals("found") ? 2 : 1);
  }

  /** TOKEN in a fault is the token: AAP may repeat what it was sent. */
  private void set(String on, String fault) {
    String struck = fault.replace("TOKEN", aap.token());
    String yaml = "[{on: " + on + ", do: " + struck + ", always: true}]";
    FaultReader.read(Entry.read("fault", yaml)).accept(aap.faults());
  }

  /** How often the one fault that is set struck. */
  private int hits() {
    ArrayNode faults = JsonNodeFactory.instance.arrayNode();
    aap.faults().addTo(faults);
    assertThat(faults).hasSize(1);
    return faults.get(0).path("hits").asInt();
  }

  @Test
  void anEffectNeverGoesOverAKeptConnection() {
    FaultRule rule = aap.next("POST", "*").always().onKeptConnections().losesTheAnswer();
    String said =
        said(
            provider -> {
              JobRef job = triggered(provider.triggerProvision(request("op1")));
              triggered(provider.triggerProvision(request("op2")));
              return words(provider.cancel(query(job)));
            });
    assertThat(said).isEqualTo("requested");
    assertThat(rule.hits()).isZero();
  }

  @Test
  void aQuestionOverAKeptConnectionThatBreaksIsAskedAgain() {
    FaultRule rule = aap.next("GET", "*/jobs/*").onKeptConnections().resets();
    String said =
        said(
            provider -> {
              JobRef job = triggered(provider.triggerProvision(request("op1")));
              return words(provider.observe(query(job)));
            });
    assertThat(said).startsWith("seen");
    assertThat(rule.hits()).isEqualTo(1);
  }

  @Test
  void whereNoTlsComesAboutNothingWasSent() throws Exception {
    aap.close();
    aap = start(FakeAap.builder().tls(SelfSigned.forLocalhost().context()).start());
    assertThat(said(provider -> words(provider.triggerProvision(request("op1")))))
        .startsWith("waiting")
        .contains("can not be reached", "authority that is not known; set ca-file");
    aap.next("*", "*").always().failsTheHandshake();
    assertThat(said(provider -> words(provider.triggerProvision(request("op1")))))
        .startsWith("waiting")
        .contains("broke off the TLS handshake");
    assertThat(aap.requests()).isEmpty();
  }

  /** An answer as a text; unknown is what is thrown, and may never show the token. */
  private String said(Function<ProvisioningProvider, String> question) {
    String said;
    try {
      said = asking(question);
    } catch (ProviderException unknown) {
      said = "unknown " + unknown.getMessage();
    }
    assertThat(said.contains(aap.token())).as("the token is shown").isFalse();
    return said;
  }

  /** By a provider of its own, which remembers no trouble of the last one. */
  private <T> T asking(Function<ProvisioningProvider, T> question) {
    ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(aap::token), Map.of("call-timeout", "2s"));
    try {
      return question.apply(provider);
    } finally {
      provider.close();
    }
  }
}
