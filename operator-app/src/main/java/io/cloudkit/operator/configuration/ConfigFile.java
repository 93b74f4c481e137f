package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A properties file, in UTF-8, as it was read.
 *
 * @param source what is in it; empty if it could not be read
 */
record ConfigFile(Optional<Source> source, List<Problem> problems) {
  private static final int MOST_BYTES = 1024 * 1024;

  /** No file. */
  static final ConfigFile NONE = new ConfigFile(Optional.empty(), List.of());

  /**
   * Reads one.
   *
   * @param told how a person named it: {@code --config}, {@code CLOUDKIT_CONFIG_FILE}
   */
  static ConfigFile read(String told, String path) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    try {
      Entries entries = new Entries(path, values, problems);
      entries.load(new StringReader(text(Path.of(path))));
      return new ConfigFile(
          Optional.of(new Source(Source.Kind.FILE, path, values)), List.copyOf(problems));
    } catch (InvalidPathException odd) {
      return unreadable(told, path, "is not a path");
    } catch (IllegalArgumentException malformed) {
      return unreadable(told, path, "has a \\u that is not followed by four hex digits");
    } catch (IOException e) {
      return unreadable(told, path, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigFile unreadable(String told, String path, String why) {
    return new ConfigFile(
        Optional.empty(),
        List.of(
            new Problem(
                told,
                Problem.quoted(path),
                "expected a properties file in UTF-8; this one " + why)));
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = SmallFile.read(file, MOST_BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not in UTF-8", e);
    }
  }

  /** Whether users of this machine who are neither the file's nor of its group may read it. */
  static boolean isReadableByOthers(String path) {
    try {
      return Files.getPosixFilePermissions(Path.of(path)).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Takes entries one by one: {@link Properties} alone would hide that a key is there twice. */
  private static final class Entries extends Properties {
    private static final long serialVersionUID = 1;

    private final String path;
    private final transient Map<String, String> values;
    private final transient List<Problem> problems;

    Entries(String path, Map<String, String> values, List<Problem> problems) {
      this.path = path;
      this.values = values;
      this.problems = problems;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      String text = value.toString().strip();
      String before = values.putIfAbsent(key.toString(), text);
      if (before != null && !before.equals(text)) {
        // the values are not shown: they may be secrets
        problems.add(
            new Problem(
                key + " in " + path,
                "is there twice, with different values",
                "expected it once; remove one of the lines"));
      }
      return super.put(key, value);
    }
  }
}
