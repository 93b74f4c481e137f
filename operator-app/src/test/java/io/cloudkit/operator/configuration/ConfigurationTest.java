package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudkit.controller.decide.Policy;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.operator.configuration.OperatorSettings.ElectionMode;
import io.cloudkit.operator.configuration.OperatorSettings.Guard;
import io.cloudkit.operator.configuration.OperatorSettings.NewLaunches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "CLOUDKIT_AAP_URL", "https://aap.example.com/api/controller",
          "CLOUDKIT_AAP_TOKEN", "s3cret");

  @TempDir Path directory;

  /** One mistake added to a good configuration, and the one line that it must cause. */
  record Mistake(Map<String, String> variables, String line, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKN", "s3cret-typed-wrong"),
            "CLOUDKIT_AAP_TOKN  is not a setting   expected a known name; did you mean"
                + " CLOUDKIT_AAP_TOKEN?",
            "a mistyped name must not be overlooked, nor its value shown"),
        new Mistake(
            Map.of("OSAC_NEW_LAUNCHS", "disabled"),
            "OSAC_NEW_LAUNCHS  is not a setting   expected a known name; did you mean"
                + " CLOUDKIT_NEW_LAUNCHES?",
            "the alias prefix is watched as well"),
        new Mistake(
            Map.of("CLOUDKIT_COFFEE_STRENGTH", "strong"),
            "CLOUDKIT_COFFEE_STRENGTH  is not a setting   expected one of the names that the"
                + " command \"config\" lists",
            "nothing is near"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_URL", "htps://aap.example.com"),
            "CLOUDKIT_AAP_URL  is \"htps://aap.example.com\"   expected an absolute http or https"
                + " address",
            "no such scheme"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_URL", "https://joe:pa55@aap.example.com"),
            "CLOUDKIT_AAP_URL  is \"https://***@aap.example.com\"   expected an absolute http or"
                + " https address without user and password, which belong into settings of their"
                + " own",
            "a password in an address is a secret"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_URL", "https://joe:a/pa55@b@aap.example.com"),
            "CLOUDKIT_AAP_URL  is \"https://***@aap.example.com\"   expected an absolute http or"
                + " https address without user and password, which belong into settings of their"
                + " own",
            "whatever is in the password"),
        new Mistake(
            Map.of("OSAC_AAP_URL", "https://joe:pa55@aap.example.com?token=s3cret"),
            "CLOUDKIT_AAP_URL  is \"https://aap.example.com/api/controller\"   expected the same as"
                + " OSAC_AAP_URL, which is \"https://***@aap.example.com?***\"; unset one of them",
            "the other value of the two may hold a secret, too"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_URL", ""),
            "CLOUDKIT_AAP_URL  is not set   expected an absolute http or https address",
            "empty is not set, and the default provider needs it"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", ""),
            "CLOUDKIT_AAP_TOKEN  is not set   expected a token, or CLOUDKIT_AAP_TOKEN_FILE naming"
                + " a readable file",
            "missing token"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", " \n"),
            "CLOUDKIT_AAP_TOKEN  is set (not shown)   expected a text",
            "blank token"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", "s3cret and more"),
            "CLOUDKIT_AAP_TOKEN  is set (not shown)   expected a token of ASCII characters, found a"
                + " blank or another character in it",
            "what can not be in a header would fail with the first request"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", "s3cr\u00e9t"),
            "CLOUDKIT_AAP_TOKEN  is set (not shown)   expected a token of ASCII characters, found a"
                + " blank or another character in it",
            "an accent"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", "s3cret\nremark"),
            "CLOUDKIT_AAP_TOKEN  is set (not shown)   expected one line, found a line break or"
                + " another control character",
            "nobody knows which line was meant"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_CALL_TIMEOUT", "0"),
            "CLOUDKIT_AAP_CALL_TIMEOUT  is \"0\"   expected a positive duration",
            "a provider refuses it when it is made, and by its name for it"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN_FILE", "/nowhere/token"),
            "CLOUDKIT_AAP_TOKEN  and CLOUDKIT_AAP_TOKEN_FILE are both set   expected one of the"
                + " two",
            "nobody knows which was meant"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", "", "CLOUDKIT_AAP_TOKEN_FILE", "/nowhere/token"),
            "CLOUDKIT_AAP_TOKEN_FILE  is \"/nowhere/token\"   expected a readable file; this one"
                + " does not exist",
            "unreadable token file"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_TOKEN", "", "CLOUDKIT_AAP_TOKEN_FILE", "/"),
            "CLOUDKIT_AAP_TOKEN_FILE  is \"/\"   expected a readable file; this one is not a"
                + " regular file",
            "a directory is no token file"),
        new Mistake(
            Map.of(
                "CLOUDKIT_AAP_TOKEN", "", "CLOUDKIT_AAP_TOKEN_FILE", "s3cret-in-the-wrong-place"),
            "CLOUDKIT_AAP_TOKEN_FILE  is set (not shown)   expected a readable file; this one"
                + " does not exist",
            "the token itself, pasted where its file belongs"),
        new Mistake(
            Map.of("OSAC_AAP_URL", "https://other.example.com"),
            "CLOUDKIT_AAP_URL  is \"https://aap.example.com/api/controller\"   expected the same as"
                + " OSAC_AAP_URL, which is \"https://other.example.com\"; unset one of them",
            "two prefixes, two values"),
        new Mistake(
            Map.of("OSAC_AAP_TOKEN", "s3cret-too"),
            "CLOUDKIT_AAP_TOKEN  is set (not shown)   expected the same as OSAC_AAP_TOKEN, which is"
                + " another value; unset one of them",
            "two prefixes, two secrets, neither shown"),
        new Mistake(
            Map.of("CLOUDKIT_PROVISIONING_PROVIDER", "eda"),
            "CLOUDKIT_PROVISIONING_PROVIDER  is \"eda\"   expected one of aap, other",
            "unknown provider"),
        new Mistake(
            Map.of("CLOUDKIT_PROVISIONING_PROVIDER", "other"),
            "CLOUDKIT_OTHER_PLACE  is not set   expected a text",
            "what is chosen must be configured"),
        new Mistake(
            Map.of("CLOUDKIT_OTHER_CALL_CONCURRENCY", "3"),
            "CLOUDKIT_OTHER_PLACE  is not set   expected a text",
            "an instance of which anything is set must be whole"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_STATUS_POLL_INTERVAL", "often"),
            "CLOUDKIT_AAP_STATUS_POLL_INTERVAL  is \"often\"   expected a duration such as 500ms,"
                + " 30s, 10m or 1h30m",
            "no duration"),
        new Mistake(
            Map.of("CLOUDKIT_AAP_STATUS_POLL_INTERVAL", "0s"),
            "CLOUDKIT_AAP_STATUS_POLL_INTERVAL  is \"0s\"   expected a duration longer than zero,"
                + " such as 30s, 10m or 1h30m",
            "polling without a pause is an attack"),
        new Mistake(
            Map.of("CLOUDKIT_MAX_JOB_HISTORY", "0"),
            "CLOUDKIT_MAX_JOB_HISTORY  is \"0\"   expected a whole number from 1 to 100",
            "at least one, as in the Go operator"),
        new Mistake(
            Map.of("CLOUDKIT_NEW_LAUNCHES", "no"),
            "CLOUDKIT_NEW_LAUNCHES  is \"no\"   expected one of enabled, disabled",
            "a word that is none"),
        new Mistake(
            Map.of("CLOUDKIT_HTTP_PORT", "80810"),
            "CLOUDKIT_HTTP_PORT  is \"80810\"   expected a whole number from 0 to 65535",
            "no port"),
        new Mistake(
            Map.of("CLOUDKIT_MASS_LAUNCH_GUARD_SHARE", "101"),
            "CLOUDKIT_MASS_LAUNCH_GUARD_SHARE  is \"101\"   expected a whole number from 1 to 100",
            "more than all"),
        new Mistake(
            Map.of("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", "Mine_"),
            "CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE  is \"Mine_\"   expected 1 to 63 lower-case"
                + " letters, digits and hyphens, beginning and ending with a letter or digit",
            "no name of a namespace"),
        new Mistake(
            Map.of("CLOUDKIT_RETRY_BACKOFF_MIN", "1h"),
            "CLOUDKIT_RETRY_BACKOFF_MIN  is \"1h\"   expected at most CLOUDKIT_RETRY_BACKOFF_MAX,"
                + " which is \"10m\"",
            "more than the most"),
        new Mistake(
            Map.of("CLOUDKIT_LEADER_ELECTION_RENEW_DEADLINE", "15s"),
            "CLOUDKIT_LEADER_ELECTION_RENEW_DEADLINE  is \"15s\"   expected less than"
                + " CLOUDKIT_LEADER_ELECTION_LEASE_DURATION, which is \"15s\"",
            "two leaders at once"),
        new Mistake(
            Map.of("CLOUDKIT_LOG_LEVEL", "x\ny" + "z".repeat(200)),
            "CLOUDKIT_LOG_LEVEL  is \"x?y"
                + "z".repeat(117)
                + "…\"   expected one of info, error,"
                + " warn, debug, trace",
            "one line, however long and odd the value"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesTheMistakeAndWhatWasExpected(Mistake mistake) {
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.putAll(mistake.variables());

    String report = report(environment);

    assertThat(report)
        .isEqualTo("configuration: 1 problem, nothing was started\n  " + mistake.line());
    assertThat(report).doesNotContain("s3cret").doesNotContain("pa55");
  }

  @Test
  void reportsAllMistakesAtOnceInColumns() {
    String report =
        report(
            Map.of(
                "CLOUDKIT_AAP_URL", "htps://aap.example.com",
                "CLOUDKIT_MAX_JOB_HISTORY", "many",
                "CLOUDKIT_TYPO", "1"));

    assertThat(report)
        .isEqualTo(
            """
            configuration: 4 problems, nothing was started
              CLOUDKIT_MAX_JOB_HISTORY  is "many"             expected a whole number, zero or more
              CLOUDKIT_AAP_URL  is "htps://aap.example.com"   expected an absolute http or https address
              CLOUDKIT_AAP_TOKEN  is not set                  expected a token, or CLOUDKIT_AAP_TOKEN_FILE naming a readable file
              CLOUDKIT_TYPO  is not a setting                 expected one of the names that the command "config" lists""");
  }

  @Test
  void reportsWhatAProviderRefusesWithAllOtherMistakes() {
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.put("CLOUDKIT_AAP_CALL_TIMEOUT", "0s");
    environment.put("CLOUDKIT_MAX_JOB_HISTORY", "many");
    environment.put("CLOUDKIT_OTHER_CALL_CONCURRENCY", "3");

    assertThat(read(environment).problems())
        .extracting(Problem::variable)
        .containsExactly(
            "CLOUDKIT_MAX_JOB_HISTORY", "CLOUDKIT_OTHER_PLACE", "CLOUDKIT_AAP_CALL_TIMEOUT");
  }

  @Test
  void namesAFileThatHoldsNoToken() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path two = Files.writeString(directory.resolve("two"), "s3cret\nother\n");

    assertThat(reportOfTokenFile(empty)).contains("is \"" + empty + "\"", "this one is empty");
    assertThat(reportOfTokenFile(two))
        .contains("is \"" + two + "\"", "expected one line, found a line break")
        .doesNotContain("s3cret");
    assertThat(reportOfTokenFile(Path.of("pom.xml")))
        .as("a file beside the program has no slash in its name")
        .contains("is \"pom.xml\"");
  }

  private String reportOfTokenFile(Path file) {
    return report(
        Map.of(
            "CLOUDKIT_AAP_URL",
            "https://aap.example.com",
            "CLOUDKIT_AAP_TOKEN_FILE",
            file.toString()));
  }

  @Test
  void reportsAnEmptyEnvironment() {
    assertThat(report(Map.of()))
        .isEqualTo(
            """
            configuration: 2 problems, nothing was started
              CLOUDKIT_AAP_URL  is not set     expected an absolute http or https address
              CLOUDKIT_AAP_TOKEN  is not set   expected a token, or CLOUDKIT_AAP_TOKEN_FILE naming a readable file""");
  }

  @Test
  void refusesToRunWithoutAnyProvider() {
    Configuration configuration = Configuration.read(surroundings(Map.of()), List.of());

    assertThat(configuration.problems())
        .contains(
            new Problem(
                "providers",
                "are missing",
                "expected at least one provider on the class path, such as provider-aap"));
  }

  @Test
  void takesTheDefaultsFromTheTable() {
    OperatorSettings settings = read(GOOD).settings();

    assertThat(settings.defaultProvider()).isEqualTo("aap");
    assertThat(settings.namespace()).isEqualTo("cloudkit-computeinstance");
    assertThat(settings.launches().newLaunches()).isEqualTo(NewLaunches.ENABLED);
    assertThat(settings.jobs().maxHistory()).isEqualTo(10);
    assertThat(settings.election().mode()).isEqualTo(ElectionMode.LEASE);
    assertThat(settings.http().port()).isEqualTo(8081);
    assertThat(settings.providers()).hasSize(1);
    ProviderSettings aap = settings.providers().get(0);
    assertThat(aap.config().url("url")).hasToString("https://aap.example.com/api/controller");
    assertThat(aap.secret("token").value()).isEqualTo("s3cret");
    assertThat(aap.limits().pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void itsDefaultsAreTheEngines() {
    OperatorSettings settings = read(GOOD).settings();

    Policy policy = Policy.DEFAULT;
    assertThat(settings.launches().sendWindow()).isEqualTo(policy.sendWindow());
    assertThat(settings.jobs().provisionDeadline()).isEqualTo(policy.provisionDeadline());
    assertThat(settings.jobs().deprovisionDeadline()).isEqualTo(policy.deprovisionDeadline());
    assertThat(settings.jobs().maxHistory()).isEqualTo(policy.maxHistory());
    assertThat(settings.retries().min()).isEqualTo(policy.backoffMin());
    assertThat(settings.retries().max()).isEqualTo(policy.backoffMax());
    EngineSettings engine = EngineSettings.DEFAULT;
    assertThat(settings.providers().get(0).limits().launchesPerSecond())
        .isEqualTo(ProviderLimits.DEFAULT.launchesPerSecond());
    Guard guard = settings.launches().guard();
    assertThat(guard.sharePercent() / 100.0).isEqualTo(engine.guardShare());
    assertThat(guard.minimumCount()).isEqualTo(engine.guardMinimum());
    assertThat(guard.window()).isEqualTo(engine.guardWindow());
  }

  @Test
  void readsWhatTheGoOperatorsDeploymentSet() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("OSAC_PROVISIONING_PROVIDER", "aap");
    environment.put("OSAC_AAP_URL", "https://aap.example.com/api/controller");
    environment.put("OSAC_AAP_TOKEN", "s3cret");
    environment.put("OSAC_AAP_STATUS_POLL_INTERVAL", "30s");
    environment.put("CLOUDKIT_MINIMUM_REQUEST_INTERVAL", "10m");
    environment.put("OSAC_MINIMUM_REQUEST_INTERVAL", "10m");
    environment.put("CLOUDKIT_CLUSTER_CREATE_WEBHOOK", "http://innabox/create-hosted-cluster");
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_CREATE_WEBHOOK", "http://innabox/create");
    environment.put("OSAC_ENABLE_BAREMETAL_INSTANCE_CONTROLLER", "true");
    environment.put("OSAC_FULFILLMENT_TOKEN_FILE", "");

    Configuration configuration = read(environment);
    OperatorSettings settings = configuration.settings();

    assertThat(settings.providers().get(0).limits().pollInterval())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.warnings())
        .containsExactly(
            "CLOUDKIT_CLUSTER_CREATE_WEBHOOK is ignored: this operator looks after"
                + " ComputeInstances alone",
            "CLOUDKIT_COMPUTE_INSTANCE_CREATE_WEBHOOK is ignored: it belongs to the provider eda,"
                + " which is not here or not configured",
            "CLOUDKIT_MINIMUM_REQUEST_INTERVAL is ignored: it belongs to the provider eda, which is"
                + " not here or not configured",
            "OSAC_ENABLE_BAREMETAL_INSTANCE_CONTROLLER is ignored: this operator looks after"
                + " ComputeInstances alone",
            "OSAC_MINIMUM_REQUEST_INTERVAL is ignored: it belongs to the provider eda, which is not"
                + " here or not configured");
  }

  @Test
  void doesNotTakeTheLinksOfAServiceForSettings() {
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.put("CLOUDKIT_METRICS_SERVICE_HOST", "10.0.0.1");
    environment.put("CLOUDKIT_METRICS_SERVICE_PORT", "8081");
    environment.put("CLOUDKIT_METRICS_SERVICE_PORT_HTTP", "8081");
    environment.put("CLOUDKIT_METRICS_PORT", "tcp://10.0.0.1:8081");
    environment.put("CLOUDKIT_METRICS_PORT_8081_TCP", "tcp://10.0.0.1:8081");
    environment.put("CLOUDKIT_METRICS_PORT_8081_TCP_ADDR", "10.0.0.1");

    Configuration configuration = read(environment);

    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void configuresASecondInstanceBesideTheDefault() {
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.put("CLOUDKIT_OTHER_PLACE", "here");

    OperatorSettings settings = read(environment).settings();

    assertThat(settings.providers())
        .extracting(ProviderSettings::instance)
        .containsExactly("aap", "other");
    assertThat(settings.providers().get(1).secrets()).isEmpty();
  }

  @Test
  void looksAfterThePodsOwnNamespace() throws IOException {
    Path namespace = Files.writeString(directory.resolve("namespace"), "vms\n");

    OperatorSettings settings =
        Configuration.read(new Surroundings(GOOD, namespace), List.of(TestFactories.aap()))
            .settings();

    assertThat(settings.namespace()).isEqualTo("vms");
    assertThat(settings.election().leaseNamespace()).isEqualTo("vms");
  }

  @Test
  void competesForALeaseInTheNamespaceThatIsLookedAfter() throws IOException {
    Path pod = Files.writeString(directory.resolve("namespace"), "operators");
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", "vms");

    assertThat(leaseNamespace(environment, pod)).isEqualTo("vms");

    environment.put("CLOUDKIT_LEADER_ELECTION_LEASE_NAMESPACE", "leases");
    assertThat(leaseNamespace(environment, pod)).isEqualTo("leases");
  }

  private static String leaseNamespace(Map<String, String> environment, Path namespaceFile) {
    return Configuration.read(
            new Surroundings(environment, namespaceFile), List.of(TestFactories.aap()))
        .settings()
        .election()
        .leaseNamespace();
  }

  @Test
  void masksSecretsInTheRows() {
    assertThat(read(GOOD).rows())
        .filteredOn(row -> row.variable().equals("CLOUDKIT_AAP_TOKEN"))
        .singleElement()
        .satisfies(row -> assertThat(row.value()).isEqualTo("(secret)"))
        .satisfies(row -> assertThat(row.toString()).doesNotContain("s3cret"));
  }

  @Test
  void tellsOfTheVariableThatAProviderRefuses() {
    ProviderSettings aap =
        read(Map.of(
                "OSAC_AAP_URL", "https://aap.example.com?token=s3cret",
                "CLOUDKIT_AAP_TOKEN", "s3cret"))
            .settings()
            .providers()
            .get(0);

    assertThat(refused(aap, "url: expected no query"))
        .endsWith("  OSAC_AAP_URL  is \"https://aap.example.com?***\"   expected no query");
    assertThat(refused(aap, "token: expected a longer one"))
        .endsWith("  CLOUDKIT_AAP_TOKEN  is set (not shown)   expected a longer one");
    assertThat(refused(aap, "these do not fit together"))
        .endsWith("  provider aap  refused its settings   these do not fit together");
    assertThat(refused(aap, "no account has s3cret"))
        .endsWith("  provider aap  refused its settings   no account has ***");
  }

  private static String refused(ProviderSettings settings, String why) {
    return ConfigurationException.refused(settings, new IllegalArgumentException(why)).getMessage();
  }

  private Configuration read(Map<String, String> environment) {
    return Configuration.read(
        surroundings(environment), List.of(TestFactories.aap(), TestFactories.other()));
  }

  private String report(Map<String, String> environment) {
    Configuration configuration = read(environment);
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, configuration::settings);
    return refused.getMessage();
  }

  private Surroundings surroundings(Map<String, String> environment) {
    return new Surroundings(environment, directory.resolve("no-namespace"));
  }
}
