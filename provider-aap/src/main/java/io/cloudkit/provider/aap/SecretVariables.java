package io.cloudkit.provider.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds what is called like a secret in the spec, the annotations and the labels of a resource. All
 * of it is passed as variables of a job, which AAP keeps and shows to whoever may see the job
 * (aap-api.md §15.3); it has credentials for secrets. Immutable.
 */
final class SecretVariables {
  static final String USUAL =
      "password,passwd,passphrase,secret,token,private_key,api_key,access_key,"
          + "credential,secret_id";

  /** Turns the search off. */
  static final String NONE = "none";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9]+([_-][A-Za-z0-9]+)*");
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** What ends with one of these names a secret, or tells something of it, and is none. */
  private static final Set<String> NAMING =
      Set.of(
          ("name namespace ref reference id type kind class version format algorithm length size"
                  + " count ttl age expiry expiration lifetime timeout interval rotation second"
                  + " minute hour day store backend provider issuer audience scope policy mode"
                  + " strategy path file url endpoint enabled required")
              .split(" ", -1));

  /** What holds the secret in an object that is called like one. */
  private static final Set<String> VALUES =
      Set.of("value", "data", "stringdata", "content", "text", "plaintext", "base64");

  /** What the machine itself is given at its first start, whatever is in it. */
  private static final Set<String> USER_DATA = Set.of("userdata", "cloudinit", "ignition");

  private final Set<String> names;

  private SecretVariables(Set<String> names) {
    this.names = names;
  }

  /**
   * A search for those names.
   *
   * @param list joined by commas, words of one name by underscores; or {@value #NONE}
   * @throws IllegalArgumentException if it is none
   */
  static SecretVariables named(String list) {
    if (list.strip().equals(NONE)) {
      return new SecretVariables(Set.of());
    }
    List<String> entries = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    for (String entry : entries) {
      if (!ENTRY.matcher(entry).matches()) {
        throw new IllegalArgumentException(
            "\"" + entry + "\": expected a name such as private_key, or " + NONE + " alone");
      }
    }
    return new SecretVariables(
        entries.stream()
            .map(entry -> String.join("", words(entry)))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The path of the first that is found. */
  Optional<String> in(ResourceSnapshot resource) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    JsonNode spec = MAPPER.valueToTree(resource.document().get("spec"));
    Optional<String> inSpec =
        spec == null
            ? Optional.empty()
            : within(new Place("spec", Part.PLAIN, Text.MAY_BE_JSON), spec);
    return inSpec
        .or(() -> among("annotations", resource.annotations()))
        .or(() -> among("labels", resource.labels()));
  }

  /** Their names come after the name of a domain; what kubectl notes down there is not passed. */
  private Optional<String> among(String what, Map<String, String> entries) {
    return entries.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(ExtraVars.LAST_APPLIED))
        .filter(entry -> isSecretive(words(entry.getKey().replaceFirst("^.*/", ""))))
        .filter(entry -> !entry.getValue().isBlank())
        .map(entry -> "metadata." + what + "." + entry.getKey())
        .sorted()
        .findFirst();
  }

  /** Parameters are the text of a JSON object; what is text in it is not looked into. */
  private enum Text {
    MAY_BE_JSON,
    PLAIN
  }

  /** What is around a value. */
  private enum Part {
    /** Nothing that is called like a secret. */
    PLAIN,
    /** An object that is. */
    SECRETIVE,
    /** What holds the secret in such an object: each text in it counts. */
    VALUE
  }

  private record Place(String path, Part part, Text text) {}

  private Optional<String> within(Place place, JsonNode value) {
    if (value.isTextual() && place.text() == Text.MAY_BE_JSON) {
      JsonNode parsed = parse(value.textValue());
      return parsed.isContainerNode()
          ? within(new Place(place.path(), place.part(), Text.PLAIN), parsed)
          : Optional.empty();
    }
    if (value.isArray()) {
      return elements(value).flatMap(each -> within(place, each).stream()).findFirst();
    }
    return fields(value).flatMap(field -> at(place, field).stream()).findFirst();
  }

  private Optional<String> at(Place around, Map.Entry<String, JsonNode> field) {
    List<String> words = words(field.getKey());
    String name = String.join("", words);
    if (USER_DATA.contains(name)) {
      return Optional.empty();
    }
    String path = around.path() + "." + field.getKey();
    boolean isValue =
        !isNaming(words)
            && (around.part() == Part.VALUE
                || (around.part() == Part.SECRETIVE && VALUES.contains(name)));
    boolean isSecretive = isSecretive(words);
    boolean mayBeNumber = isValue || endsLikeASecret(words);
    if ((isValue || isSecretive) && holdsText(field.getValue(), mayBeNumber)) {
      return Optional.of(path);
    }
    Part part = isValue ? Part.VALUE : isSecretive ? Part.SECRETIVE : Part.PLAIN;
    return within(new Place(path, part, around.text()), field.getValue());
  }

  private static boolean isNaming(List<String> words) {
    return words.isEmpty() || NAMING.contains(words.get(words.size() - 1));
  }

  /** Whether one of the names is in it, as whole words: no tokenizer is a token. */
  private boolean isSecretive(List<String> words) {
    return endsLikeASecret(words)
        || (!isNaming(words)
            && IntStream.range(1, words.size())
                .anyMatch(to -> endsLikeASecret(words.subList(0, to))));
  }

  private boolean endsLikeASecret(List<String> words) {
    return IntStream.range(0, words.size())
        .anyMatch(from -> names.contains(String.join("", words.subList(from, words.size()))));
  }

  /** What is within an object has names of its own, and a switch is no secret. */
  private static boolean holdsText(JsonNode value, boolean mayBeNumber) {
    return (mayBeNumber && value.isNumber())
        || (value.isTextual() && !value.textValue().isBlank())
        || (value.isArray() && elements(value).anyMatch(each -> holdsText(each, mayBeNumber)));
  }

  /** In lower case, and of several things one. */
  private static List<String> words(String key) {
    return BETWEEN_WORDS
        .splitAsStream(key)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .map(word -> word.matches(".*[^s]s") ? word.substring(0, word.length() - 1) : word)
        .toList();
  }

  private static JsonNode parse(String text) {
    try {
      return text.strip().startsWith("{") || text.strip().startsWith("[")
          ? MAPPER.readTree(text)
          : MissingNode.getInstance();
    } catch (JsonProcessingException other) {
      return MissingNode.getInstance();
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode object) {
    return object.properties().stream();
  }
}
