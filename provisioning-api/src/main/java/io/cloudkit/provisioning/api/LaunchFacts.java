package io.cloudkit.provisioning.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a launch tells its backend about itself, and what its job echoes later: short texts, for
 * annotations, tags, environment or extra variables, whatever the backend keeps with a job. With
 * them a job can be found again, and its automation can tell which launch it serves. Immutable.
 *
 * <p>They are named {@code type}, {@code operation}, {@code claim}, {@code config-version} and
 * {@code resource-uid}, after a prefix of the provider's own. None holds a secret.
 */
public final class LaunchFacts {
  private static final String TYPE = "type";
  private static final String OPERATION = "operation";
  private static final String CLAIM = "claim";
  private static final String CONFIG_VERSION = "config-version";
  private static final String RESOURCE_UID = "resource-uid";

  /** As in {@link LaunchRequest}, {@link LaunchPlan}, {@link FoundJob}: what they accept. */
  private static final Map<String, Integer> LONGEST =
      Map.of(TYPE, 16, OPERATION, 64, CLAIM, 64, CONFIG_VERSION, 128, RESOURCE_UID, 128);

  private static final LaunchFacts NONE = new LaunchFacts(Map.of());

  private final Map<String, String> facts;

  private LaunchFacts(Map<String, String> facts) {
    this.facts = Map.copyOf(facts);
  }

  /** All of them, of that launch. */
  static LaunchFacts of(LaunchRequest request) {
    return new LaunchFacts(
        Map.of(
            TYPE, request.type().toString(),
            OPERATION, request.operation(),
            CLAIM, request.claim(),
            CONFIG_VERSION, request.configVersion(),
            RESOURCE_UID, request.resource().uid()));
  }

  /** Of a job that echoes nothing. */
  public static LaunchFacts none() {
    return NONE;
  }

  /**
   * What a job echoes.
   *
   * @param prefix the one that the texts were {@linkplain #texts written} with
   * @param echoed what the backend keeps with the job. Other names are ignored; a text that can be
   *     none of ours (somebody edited it) counts as not echoed
   */
  public static LaunchFacts read(String prefix, Map<String, String> echoed) {
    Map<String, String> facts = new HashMap<>();
    LONGEST.forEach(
        (name, longest) ->
            Optional.ofNullable(echoed.get(prefix + name))
                .filter(text -> Checks.isToken(longest, text))
                .filter(text -> !name.equals(TYPE) || isType(text))
                .ifPresent(text -> facts.put(name, text)));
    return new LaunchFacts(facts);
  }

  /**
   * The facts as the backend is to keep them, sorted by name; one that is not known is absent.
   *
   * @param prefix goes before each name: {@code "jobs.example.com/"}; may be empty
   */
  public Map<String, String> texts(String prefix) {
    TreeMap<String, String> texts = new TreeMap<>();
    facts.forEach((name, text) -> texts.put(prefix + name, text));
    return Collections.unmodifiableMap(texts);
  }

  public Optional<JobType> type() {
    return fact(TYPE).map(JobType::fromText);
  }

  public Optional<String> operation() {
    return fact(OPERATION);
  }

  public Optional<String> claim() {
    return fact(CLAIM);
  }

  public Optional<String> configVersion() {
    return fact(CONFIG_VERSION);
  }

  public Optional<String> resourceUid() {
    return fact(RESOURCE_UID);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LaunchFacts that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return texts("").toString();
  }

  private Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  private static boolean isType(String text) {
    return Arrays.stream(JobType.values()).anyMatch(type -> type.toString().equals(text));
  }
}
