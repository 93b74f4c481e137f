package io.cloudkit.operator.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.decide.NearMiss;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the engine has to know of a ComputeInstance. The names are those of the Go operator
 * (go-operator-crd.md §1, §2), so that playbooks written for it run unchanged.
 */
public final class ComputeInstanceAdapter implements ResourceAdapter {
  /** Domain and slash of all labels, annotations and finalizers. */
  public static final String PREFIX = "cloudkit.openshift.io/";

  /** Ours: keeps the resource until its machine is gone. */
  public static final String FINALIZER = PREFIX + "computeinstance";

  /** The playbook's: it added it before it touched anything. */
  public static final String PLAYBOOK_FINALIZER = PREFIX + "computeinstance-aap";

  /** What a playbook says that it reached. */
  public static final String RECONCILED_ANNOTATION = PREFIX + "reconciled-config-version";

  /**
   * The provider instance that a resource, or its namespace, asks for. It does all launches from
   * then on, the deprovision too: it is presumed to act on the same infrastructure as the one that
   * made the machine.
   */
  public static final String PROVIDER_ANNOTATION = PREFIX + "provisioning-provider";

  private static final String OPTIONS = "launch-options";

  /** Before the name of a launch option, an annotation. */
  public static final String OPTION_PREFIX = OPTIONS + "." + PREFIX;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Function<ResourceSnapshot, Optional<String>> tenantGate;
  private final Function<String, Optional<String>> namespaceChoice;

  /**
   * An adapter.
   *
   * @param tenantGate what a resource still waits for from its tenant, as a sentence for a person
   * @param namespaceChoice by the name of a namespace, the provider instance that it chooses for
   *     its resources
   */
  public ComputeInstanceAdapter(
      Function<ResourceSnapshot, Optional<String>> tenantGate,
      Function<String, Optional<String>> namespaceChoice) {
    this.tenantGate = tenantGate;
    this.namespaceChoice = namespaceChoice;
  }

  @Override
  public String finalizer() {
    return FINALIZER;
  }

  /** Template and parameters; a restart request asks for no new job (go-operator-crd.md §3). */
  @Override
  public Intent intent(ResourceSnapshot resource) {
    Map<String, Object> spec = resource.section("spec");
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("templateID", text(spec, "templateID"));
    String parameters = text(spec, "templateParameters");
    Optional<String> problem = Optional.empty();
    try {
      // the parameters, not their text: spaces and the order of keys ask for nothing
      wanted.put(
          "templateParameters",
          parameters.isBlank() ? Map.of() : JSON.readValue(parameters, OBJECT));
    } catch (JsonProcessingException malformed) {
      wanted.put("templateParameters", parameters);
      problem =
          Optional.of(
              "spec.templateParameters: expected the text of a JSON object such as"
                  + " {\"cores\": 2}, found something else"
                  + where(malformed)
                  + "; correct the spec");
    }
    if (text(spec, "templateID").isBlank()) {
      problem = Optional.of("spec.templateID: expected the name of a template, found none; set it");
    }
    return new Intent(ConfigVersion.of(wanted), provider(resource), options(resource), problem);
  }

  /** Its own choice, or that of its namespace. */
  private Optional<String> provider(ResourceSnapshot resource) {
    return Optional.ofNullable(resource.annotations().get(PROVIDER_ANNOTATION))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .or(() -> namespaceChoice.apply(resource.namespace()));
  }

  /** No part of what is asked for: a change of them asks for no new job. */
  private static Map<String, String> options(ResourceSnapshot resource) {
    Map<String, String> options = new TreeMap<>();
    resource
        .annotations()
        .forEach(
            (name, value) -> {
              if (name.startsWith(OPTION_PREFIX)) {
                options.put(name.substring(OPTION_PREFIX.length()), value);
              }
            });
    return options;
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return resource.finalizers().contains(PLAYBOOK_FINALIZER)
        || resource.annotations().containsKey(RECONCILED_ANNOTATION);
  }

  @Override
  public Set<String> annotations() {
    return Set.of(PROVIDER_ANNOTATION.substring(PREFIX.length()));
  }

  /** Launch options under a prefix that is nearly theirs: the launch would be without them. */
  @Override
  public List<String> mistakes(ResourceSnapshot resource) {
    return resource.annotations().keySet().stream()
        .filter(ComputeInstanceAdapter::isMeantAsAnOption)
        .sorted()
        .map(
            name ->
                "annotation "
                    + name
                    + ": expected "
                    + OPTION_PREFIX
                    + "<name> for a launch option, found a name like it that is not read here;"
                    + " correct it or take it away")
        .toList();
  }

  private static boolean isMeantAsAnOption(String annotation) {
    String prefix = annotation.substring(0, annotation.indexOf('/') + 1);
    return NearMiss.of(prefix, Set.of(OPTION_PREFIX)).isPresent()
        || annotation.startsWith(PREFIX + OPTIONS);
  }

  @Override
  public Optional<String> waitsFor(ResourceSnapshot resource) {
    return tenantGate.apply(resource);
  }

  /** The position only: the text itself may hold a secret. */
  private static String where(JsonProcessingException malformed) {
    return malformed.getLocation() == null
        ? ""
        : " at line "
            + malformed.getLocation().getLineNr()
            + ", column "
            + malformed.getLocation().getColumnNr();
  }

  private static String text(Map<String, Object> spec, String name) {
    return Objects.toString(spec.get(name), "");
  }
}
