package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Did this launch make a job? The rows of aap-api.md §13.1 that an answer decides. */
class LaunchAnswersIT {
  private static final String LAUNCH = "*/launch/";

  private FakeAap aap;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    aap.add(TemplateSpec.job("delete-vm"));
    provider = OneVm.provider(aap.url(), new TestContext(aap::token), Map.of("call-timeout", "2s"));
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  /** What the client saw, and what it proves. */
  record Row(String seen, Consumer<FaultRule> fault, String expected) {
    @Override
    public String toString() {
      return seen;
    }
  }

  static Stream<Row> answersOfALaunch() {
    return Stream.of(
        new Row(
            "400 quotes a secret",
            f -> f.answers(400, "{\"extra_vars\":[\"Cannot parse as JSON: password=hunter2\"]}"),
            "rejected Configuration AAP refuses to launch template \"create-vm\": extra_vars:"
                + " Cannot parse as JSON: password=***"),
        new Row("400", f -> f.answers(400, "{\"limit\":[\"no\"]}"), "rejected Configuration"),
        new Row(
            "400 project update failed",
            f -> f.answers(400, "{\"playbook\":[\"Missing a revision to run\"]}"),
            "rejected Backend"),
        new Row(
            "400 inventory goes",
            f -> f.answers(400, "{\"inventory\":[\"The provided inventory is being deleted.\"]}"),
            "rejected Configuration"),
        new Row("401", f -> f.answers(AapApi.unauthorized()), "rejected Unauthorized"),
        new Row(
            "403",
            f -> f.answers(AapApi.detail(403, "License is missing.")),
            "rejected Unauthorized"),
        new Row(
            "404", f -> f.answers(404, "{\"detail\":\"Not found.\"}"), "rejected Configuration"),
        new Row(
            "302 upgrade",
            f -> f.redirectsTo(FakeAap.MIGRATIONS),
            "waiting PT10S AAP answered 302 without JSON, it is being upgraded"),
        new Row("302 elsewhere", f -> f.redirectsTo("/login/"), "rejected Configuration"),
        redirect(301),
        redirect(307),
        redirect(308),
        new Row(
            "405",
            f -> f.answers(AapApi.detail(405, "Method \"POST\" not allowed.")),
            "rejected Configuration"),
        new Row(
            "407 though no proxy is set",
            f -> f.answers(HttpAnswer.html(407, "Proxy Authentication Required")),
            "unknown"),
        new Row(
            "415",
            f -> f.answers(AapApi.detail(415, "Unsupported media type in request.")),
            "rejected Configuration"),
        new Row("413", f -> f.answersHtml(413), "rejected InvalidRequest"),
        new Row("429", f -> f.throttles(Duration.ofSeconds(7)), "waiting PT7S"),
        new Row("404 as HTML", f -> f.answersHtml(404), "unknown"),
        new Row(
            "500", f -> f.answers(500, "{\"detail\":\"A server error has occurred.\"}"), "unknown"),
        new Row("502", f -> f.answersHtml(502), "unknown"),
        new Row("504 and committed", f -> f.commitsThenAnswersHtml(504), "unknown"),
        new Row("answer lost", FaultRule::losesTheAnswer, "unknown"),
        new Row("answer cut, Location there", FaultRule::cutsTheAnswer, "triggered"),
        new Row("dropped", FaultRule::drops, "unknown"),
        new Row("no end in sight", f -> f.sendsGiantBody(50L << 20), "unknown"),
        new Row("too slow", f -> f.after(Duration.ofSeconds(20)).isSlow(), "unknown"));
  }

  private static Row redirect(int status) {
    HttpAnswer answer = HttpAnswer.html(status, "Moved").with("Location", "/api/v2/elsewhere/");
    return new Row(status + " elsewhere", f -> f.answers(answer), "rejected Configuration");
  }

  @ParameterizedTest
  @MethodSource("answersOfALaunch")
  void anAnswerProvesNoMoreThanItDoes(Row row) {
    row.fault().accept(aap.next("POST", LAUNCH));
    String words;
    try {
      words = words(provider.triggerProvision(request("op1")));
    } catch (ProviderException unknown) {
      words = "unknown " + unknown.getMessage();
    }
    assertThat(words).startsWith(row.expected()).doesNotContain(aap.token());
    assertThat(aap.requests())
        .filteredOn(request -> request.method().equals("POST"))
        .as("sent once, and nowhere else")
        .hasSize(1);
  }
}
