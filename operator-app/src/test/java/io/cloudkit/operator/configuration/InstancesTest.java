package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which provider instances there are, and whose a variable is. */
class InstancesTest {
  private static final Map<String, String> EAST =
      Map.of(
          "CLOUDKIT_PROVIDERS_EAST_TYPE", "aap",
          "CLOUDKIT_PROVIDERS_EAST_URL", "https://east.example.com",
          "CLOUDKIT_PROVIDERS_EAST_TOKEN", "s3cret");

  private static final Map<String, String> FAR_WEST =
      Map.of(
          "CLOUDKIT_PROVIDERS_FAR_WEST_TYPE", "aap",
          "OSAC_PROVIDERS_FAR_WEST_URL", "https://west.example.com",
          "CLOUDKIT_PROVIDERS_FAR_WEST_TOKEN", "s3cret");

  private static final Map<String, String> HOOKS =
      Map.of(
          "CLOUDKIT_COMPUTE_INSTANCE_CREATE_WEBHOOK", "http://innabox/create",
          "OSAC_COMPUTE_INSTANCE_DEPROVISION_WEBHOOK", "http://innabox/delete");

  private final List<ProvisioningProviderFactory> factories =
      List.of(TestFactories.aap(), TestFactories.eda(), TestFactories.other());

  @Test
  void twoOfOneTypeHaveSettingsOfTheirOwn() {
    Map<String, String> environment = all(EAST, FAR_WEST);
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "far-west");
    environment.put("CLOUDKIT_PROVIDERS_EAST_STATUS_POLL_INTERVAL", "3s");
    environment.put("CLOUDKIT_PROVIDERS_EAST_CALL_CONCURRENCY", "2");
    environment.put("CLOUDKIT_PROVIDERS_FAR_WEST_LAUNCHES_PER_SECOND", "7");
    environment.put("CLOUDKIT_LAUNCHES_PER_SECOND", "5");

    OperatorSettings settings = read(environment).settings();

    assertThat(settings.defaultProvider()).isEqualTo("far-west");
    assertThat(settings.providers())
        .extracting(ProviderSettings::instance)
        .containsExactly("east", "far-west");
    assertThat(settings.providers().get(0).config().string("url"))
        .isEqualTo("https://east.example.com");
    assertThat(settings.providers().get(1).config().string("url"))
        .isEqualTo("https://west.example.com");
    assertThat(settings.limits("east").pollInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.limits("east").callConcurrency()).isEqualTo(2);
    assertThat(settings.limits("east").launchesPerSecond()).isEqualTo(5);
    assertThat(settings.limits("far-west").pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.limits("far-west").launchesPerSecond()).isEqualTo(7);
  }

  @Test
  void theShortVariablesKeepDefiningTheInstanceOfTheTypesName() {
    Map<String, String> environment =
        all(
            EAST,
            Map.of(
                "CLOUDKIT_AAP_URL", "https://aap.example.com",
                "CLOUDKIT_PROVIDERS_AAP_URL", "https://aap.example.com",
                "CLOUDKIT_PROVIDERS_AAP_TOKEN", "s3cret"));

    OperatorSettings settings = read(environment).settings();

    assertThat(settings.defaultProvider()).as("aap when it is configured").isEqualTo("aap");
    assertThat(settings.providers())
        .extracting(ProviderSettings::instance)
        .containsExactly("aap", "east");
  }

  @Test
  void theOnlyInstanceIsTheDefault() {
    assertThat(read(EAST).settings().defaultProvider()).isEqualTo("east");
  }

  @Test
  void theGoOperatorsWebhooksMakeAnEda() {
    Map<String, String> environment =
        all(HOOKS, Map.of("CLOUDKIT_MINIMUM_REQUEST_INTERVAL", "10m"));

    Configuration configuration = read(environment);
    OperatorSettings settings = configuration.settings();

    assertThat(settings.defaultProvider()).isEqualTo("eda");
    ProviderSettings eda = settings.providers().get(0);
    assertThat(eda.config().string("provision-webhook")).isEqualTo("http://innabox/create");
    assertThat(eda.config().string("deprovision-webhook")).isEqualTo("http://innabox/delete");
    assertThat(eda.config().duration("minimum-request-interval")).isEqualTo(Duration.ofMinutes(10));
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void theGoOperatorsIntervalAloneMakesNoEda() {
    Configuration configuration = read(all(EAST, Map.of("OSAC_MINIMUM_REQUEST_INTERVAL", "10m")));

    assertThat(configuration.settings().providers()).hasSize(1);
    assertThat(configuration.warnings())
        .containsExactly(
            "OSAC_MINIMUM_REQUEST_INTERVAL is ignored: it belongs to the provider eda, which is not"
                + " here or not configured");
  }

  /** Variables beside two good instances, and the one line that they must cause. */
  record Mistake(Map<String, String> variables, String line, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            Map.of("CLOUDKIT_PROVISIONING_PROVIDER", ""),
            "CLOUDKIT_PROVISIONING_PROVIDER  is not set   expected one of east, far-west",
            "of several, somebody has to say which launches"),
        new Mistake(
            Map.of("CLOUDKIT_PROVISIONING_PROVIDER", "west"),
            "CLOUDKIT_PROVISIONING_PROVIDER  is \"west\"   expected one of east, far-west",
            "no such instance"),
        new Mistake(
            Map.of(
                "CLOUDKIT_PROVIDERS_NORTH_TYPE", "tower",
                "CLOUDKIT_PROVIDERS_NORTH_URL", "https://north.example.com"),
            "CLOUDKIT_PROVIDERS_NORTH_TYPE  is \"tower\"   expected the type of a provider that is"
                + " there, one of aap, eda, other; its jar may be missing or refused, as the command"
                + " \"providers\" shows",
            "an unknown type, and not a word of the rest of it"),
        new Mistake(
            Map.of("OSAC_PROVIDERS_EAST_TYPE", "eda"),
            "CLOUDKIT_PROVIDERS_EAST_TYPE  is \"aap\"   expected the same as"
                + " OSAC_PROVIDERS_EAST_TYPE, which is \"eda\"; unset one of them",
            "one instance of two types"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_1NORTH_TYPE", "aap"),
            "CLOUDKIT_PROVIDERS_1NORTH_TYPE  names no instance   expected 1 to 63 lower-case letters"
                + " and digits, in words joined by single hyphens, beginning with a letter; in a"
                + " variable in upper case and joined by \"_\"",
            "a name that begins with a digit"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_NORTH__SIDE_TYPE", "aap"),
            "CLOUDKIT_PROVIDERS_NORTH__SIDE_TYPE  names no instance   expected 1 to 63 lower-case"
                + " letters and digits, in words joined by single hyphens, beginning with a letter;"
                + " in a variable in upper case and joined by \"_\"",
            "two hyphens"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_WEST_URL", "https://west.example.com"),
            "CLOUDKIT_PROVIDERS_WEST_URL  is not a setting   expected a known name; did you mean"
                + " CLOUDKIT_PROVIDERS_EAST_URL?",
            "of no instance, and near to one of another"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_SOUTHERN_HILLS_PLACE", "there"),
            "CLOUDKIT_PROVIDERS_SOUTHERN_HILLS_PLACE  is not a setting   expected a setting of an"
                + " instance that CLOUDKIT_PROVIDERS_<INSTANCE>_TYPE defines",
            "of no instance"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_EAST_TOKN", "s3cret-typed-wrong"),
            "CLOUDKIT_PROVIDERS_EAST_TOKN  is not a setting   expected a known name; did you mean"
                + " CLOUDKIT_PROVIDERS_EAST_TOKEN?",
            "mistyped"),
        new Mistake(
            Map.of("CLOUDKIT_PROVIDERS_EAST_URL", ""),
            "CLOUDKIT_PROVIDERS_EAST_URL  is not set   expected an absolute http or https address",
            "an instance must be whole"),
        new Mistake(
            Map.of("CLOUDKIT_OTHER_PLACE", "here", "CLOUDKIT_PROVIDERS_OTHER_PLACE", "there"),
            "CLOUDKIT_OTHER_PLACE  is \"here\"   expected the same as CLOUDKIT_PROVIDERS_OTHER_PLACE,"
                + " which is \"there\"; unset one of them",
            "both ways, two values"),
        new Mistake(
            Map.of(
                "CLOUDKIT_PROVIDERS_OTHER_TYPE", "aap",
                "CLOUDKIT_PROVIDERS_OTHER_URL", "https://other.example.com",
                "CLOUDKIT_PROVIDERS_OTHER_TOKEN", "s3cret",
                "CLOUDKIT_OTHER_PLACE", "here"),
            "CLOUDKIT_OTHER_PLACE  is of the instance other of type other   expected none of it,"
                + " since providers.other.type is aap; unset it, or name that instance otherwise",
            "the short variables are of the type that they name"),
        new Mistake(
            all(
                HOOKS,
                Map.of("CLOUDKIT_COMPUTE_INSTANCE_PROVISION_WEBHOOK", "http://innabox/other")),
            "CLOUDKIT_COMPUTE_INSTANCE_CREATE_WEBHOOK  is \"http://innabox/create\"   expected the"
                + " same as CLOUDKIT_COMPUTE_INSTANCE_PROVISION_WEBHOOK, which is"
                + " \"http://innabox/other\"; unset one of them",
            "two old names, two values"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesTheMistakeAndWhatWasExpected(Mistake mistake) {
    Map<String, String> environment = all(EAST, FAR_WEST);
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "east");
    environment.putAll(mistake.variables());

    String report = Problem.report(read(environment).problems());

    assertThat(report)
        .isEqualTo("configuration: 1 problem, nothing was started\n  " + mistake.line());
  }

  @Test
  void aVariableThatCouldBeOfTwoInstancesIsRefused() {
    List<ProvisioningProviderFactory> twins =
        List.of(declaring("red", "b-c", "kind-type"), declaring("blue", "c"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("CLOUDKIT_PROVIDERS_A_TYPE", "red");
    environment.put("CLOUDKIT_PROVIDERS_A_B_TYPE", "blue");
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "a");
    assertThat(read(environment, twins).problems()).isEmpty();

    environment.put("CLOUDKIT_PROVIDERS_A_B_C", "whose?");
    environment.put("CLOUDKIT_PROVIDERS_A_KIND_TYPE", "blue");

    assertThat(read(environment, twins).problems())
        .extracting(Problem::variable, Problem::found, Problem::expected)
        .containsExactly(
            ambiguous("CLOUDKIT_PROVIDERS_A_KIND_TYPE", "a-kind.type", "a.kind-type"),
            ambiguous("CLOUDKIT_PROVIDERS_A_B_C", "a.b-c", "a-b.c"));
  }

  private static Tuple ambiguous(String name, String one, String other) {
    return Tuple.tuple(
        name,
        "is ambiguous",
        "expected one meaning; it could be providers."
            + one
            + " or providers."
            + other
            + ": set the one that you mean by that key, in a properties file or as -Dcloudkit.<key>");
  }

  @Test
  void theOperatorsOwnVariablesStayItsOwn() {
    List<ProvisioningProviderFactory> http = List.of(declaring("http", "port"));

    OperatorSettings settings =
        read(Map.of("CLOUDKIT_HTTP_PORT", "9090", "CLOUDKIT_PROVIDERS_HTTP_PORT", "a text"), http)
            .settings();

    assertThat(settings.http().port()).isEqualTo(9090);
    assertThat(settings.providers().get(0).config().string("port")).isEqualTo("a text");
  }

  private static ProvisioningProviderFactory declaring(String type, String... properties) {
    return TestFactories.declaring(
        type,
        Arrays.stream(properties)
            .map(name -> ConfigProperty.named(name, ConfigProperty.Type.STRING, "A text.").build())
            .toArray(ConfigProperty[]::new));
  }

  private Configuration read(Map<String, String> environment) {
    return read(environment, factories);
  }

  private static Configuration read(
      Map<String, String> environment, List<ProvisioningProviderFactory> factories) {
    return Configuration.read(
        new Surroundings(environment, Path.of("target/no-namespace")), factories);
  }

  private static Map<String, String> all(Map<String, String> some, Map<String, String> others) {
    Map<String, String> whole = new TreeMap<>(some);
    whole.putAll(others);
    return whole;
  }
}
