package io.cloudkit.testkit.aap.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of one model that can be filtered and sorted by.
 *
 * @param model the name in error texts
 * @param readers how to read each field; an empty Optional is a database null
 * @param many how to read the fields of which a row may have several values, or none
 * @param types the type of each field
 * @param secret fields whose use is answered 403 (§4.1)
 * @param roles whether its rows are given to people by roles
 */
record Fields<T>(
    String model,
    Map<String, Function<T, Optional<? extends Comparable<?>>>> readers,
    Map<String, Function<T, List<String>>> many,
    Map<String, Type> types,
    Set<String> secret,
    Roles roles) {

  /** Whether a list can be asked what one may do. */
  enum Roles {
    NONE,
    SOME
  }

  enum Type {
    NUMBER,
    /** The id of another row. */
    RELATION,
    TEXT,
    TIME,
    FLAG;

    /** The value a client wrote, or a refusal: a wrong type is 400 (§10.7). */
    Comparable<?> parse(String field, String text) {
      Optional<? extends Comparable<?>> parsed =
          switch (this) {
            case TEXT -> Optional.of(text);
            case NUMBER, RELATION -> number(text);
            case TIME -> Times.parse(text);
            case FLAG -> flag(text);
          };
      if (parsed.isEmpty()) {
        throw Refusal.of(400, complaint(field, text));
      }
      return parsed.get();
    }

    // what a field's own validation says comes as a list, in a text
    private String complaint(String field, String text) {
      return switch (this) {
        case NUMBER -> "[\"“" + text + "” value must be an integer.\"]";
        case RELATION -> "Invalid " + field + " id: " + text;
        case TIME ->
            "[\"“"
                + text
                + "” value has an invalid format. It must be in"
                + " YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.\"]";
        default -> notBoolean(text);
      };
    }

    static String notBoolean(String text) {
      return "Unable to convert \"" + text + "\" to boolean";
    }

    static Optional<Boolean> flag(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "1", "t" -> Optional.of(true);
        case "false", "0", "f" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    private static Optional<Long> number(String text) {
      try {
        return Optional.of(Long.valueOf(text.trim()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  static final class Builder<T> {
    private final Map<String, Function<T, Optional<? extends Comparable<?>>>> readers =
        new LinkedHashMap<>();
    private final Map<String, Function<T, List<String>>> many = new LinkedHashMap<>();
    private final Map<String, Type> types = new LinkedHashMap<>();

    private Roles roles = Roles.NONE;

    Builder<T> withRoles() {
      this.roles = Roles.SOME;
      return this;
    }

    Builder<T> number(String name, Function<T, Optional<Long>> reader) {
      return add(name, Type.NUMBER, reader::apply);
    }

    Builder<T> relation(String name, Function<T, Optional<Long>> reader) {
      return add(name, Type.RELATION, reader::apply);
    }

    Builder<T> text(String name, Function<T, String> reader) {
      return add(name, Type.TEXT, row -> Optional.of(reader.apply(row)));
    }

    /** Of related rows: one of them that matches is enough. */
    Builder<T> texts(String name, Function<T, List<String>> reader) {
      many.put(name, reader);
      types.put(name, Type.TEXT);
      return this;
    }

    Builder<T> time(String name, Function<T, Optional<Instant>> reader) {
      return add(name, Type.TIME, reader::apply);
    }

    Builder<T> flag(String name, Function<T, Boolean> reader) {
      return add(name, Type.FLAG, row -> Optional.of(reader.apply(row)));
    }

    private Builder<T> add(
        String name, Type type, Function<T, Optional<? extends Comparable<?>>> reader) {
      readers.put(name, reader);
      types.put(name, type);
      return this;
    }

    Fields<T> build(String model, String... secret) {
      return new Fields<>(
          model, Map.copyOf(readers), Map.copyOf(many), Map.copyOf(types), Set.of(secret), roles);
    }
  }
}
