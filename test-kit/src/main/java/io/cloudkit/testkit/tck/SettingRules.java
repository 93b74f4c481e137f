package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** P-1: what a provider says of itself before anything is asked of it. */
interface SettingRules {
  /** Words in the name of a setting whose value nobody may see. */
  Pattern SECRETIVE =
      Pattern.compile("password|passwd|passphrase|token|secret|credential|(api|private)-?key");

  /** Last words of the name of a setting that only tells where such a value is, or what it is. */
  Pattern ABOUT_A_SECRET =
      Pattern.compile(
          ".*-(url|uri|endpoint|file|path|name|user|id|type|header|issuer|audience|scopes?)");

  @Rule(
      number = "P-1.1",
      promise = "settings are documented, and what is secret is declared so",
      source = "ProvisioningProviderFactory.properties, launchOptions; ConfigProperty.named",
      lookAt =
          "each property's name and description, and whether it is built with secret(): only then"
              + " is its value masked")
  default void settingsAreDocumented(Stage stage) {
    ProvisioningProviderFactory factory = stage.backend().factory();
    expect(
        factory.spiLevel() >= 1 && factory.spiLevel() <= SpiLevel.CURRENT,
        "an SPI level of 1.." + SpiLevel.CURRENT + ", found",
        factory.spiLevel());
    for (List<ConfigProperty> list : List.of(factory.properties(), factory.launchOptions())) {
      Set<String> names = new HashSet<>();
      for (ConfigProperty property : list) {
        String name = property.name();
        expect(names.add(name), "each setting once, found twice:", name);
        expect(
            property.description().strip().split("\\s+").length >= 3,
            "a sentence for who sets " + name + ", found:",
            property.description());
        expect(
            property.isSecret() || !soundsSecret(property),
            "a setting of that name to be a secret:",
            name);
      }
    }
  }

  /** As {@code token}; not {@code token-url}, or a duration as {@code token-lifetime}. */
  private static boolean soundsSecret(ConfigProperty property) {
    return property.type() == ConfigProperty.Type.STRING
        && SECRETIVE.matcher(property.name()).find()
        && !ABOUT_A_SECRET.matcher(property.name()).matches();
  }

  @Rule(
      number = "P-1.2",
      promise = "a provider is made, and tells its traits, without asking the backend",
      source =
          "ProvisioningProviderFactory: methods must not call the backend;"
              + " ProvisioningProvider.traits: constant, answered without a call",
      lookAt =
          "what the factory, the constructor and traits() do: an operator must start while a backend"
              + " is down, and what may differ between two calls is no trait")
  default void isMadeWithoutAskingTheBackend(Stage stage) {
    String told = stage.provider().traits().toString();
    for (int i = 0; i < 3; i++) {
      stage.restart();
      expect(stage.provider().traits().toString().equals(told), "traits to stay:", told);
    }
    expect(
        stage.backend().requests().isEmpty(),
        "no request before the first question, found",
        stage.backend().requests());
  }
}
