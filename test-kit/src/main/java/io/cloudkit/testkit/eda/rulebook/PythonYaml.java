package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as PyYAML's safe_load reads it, as event streams read every body (§2 "Parsing quirk"). What
 * JSON allows and YAML does not is refused: a raw DEL, a tab for indentation; what YAML reads
 * otherwise is read so: 1e3 is a text, a next line (NEL) within a text a blank, and blanks beside a
 * line separator are lost.
 */
final class PythonYaml {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int DEEPEST = 500;

  /** A float needs a dot, and its exponent a sign. */
  private static final Pattern PYTHON_FLOAT =
      Pattern.compile(
          "^(?:[-+]?(?:[0-9][0-9_]*)\\.[0-9_]*(?:[eE][-+][0-9]+)?"
              + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");

  private PythonYaml() {}

  /** Empty if it can not be read. */
  static Optional<JsonNode> safeLoad(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Integer.MAX_VALUE);
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(new DumperOptions()),
            new DumperOptions(),
            options,
            new PythonResolver());
    try {
      return Optional.of(MAPPER.valueToTree(yaml.load(text)));
    } catch (YAMLException unreadable) {
      return Optional.empty();
    }
  }

  /** Of plain scalars, those that JSON can have. */
  private static final class PythonResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, INT, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, PYTHON_FLOAT, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
      addImplicitResolver(Tag.TIMESTAMP, TIMESTAMP, "0123456789");
    }
  }
}
