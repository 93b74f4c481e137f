package io.cloudkit.testkit.aap.api;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a look-up such as {@code gte} says of one value (§2.1). */
final class Lookup {
  private Lookup() {}

  static Predicate<Optional<? extends Comparable<?>>> test(
      String field, String lookup, Fields.Type type, String value) {
    return switch (lookup) {
      case "isnull" -> {
        boolean wanted =
            Fields.Type.flag(value)
                .orElseThrow(() -> Refusal.of(400, Fields.Type.notBoolean(value)));
        yield v -> v.isEmpty() == wanted;
      }
      case "in" -> {
        Set<Comparable<?>> items = items(field, type, value);
        yield v -> v.isPresent() && items.contains(v.get());
      }
      case "exact" -> {
        Comparable<?> wanted = type.parse(field, value);
        yield v -> v.isPresent() && v.get().equals(wanted);
      }
      case "gt", "gte", "lt", "lte" -> {
        Comparable<?> bound = type.parse(field, value);
        yield v -> v.isPresent() && compares(lookup, compare(v.get(), bound));
      }
      default -> {
        if (lookup.equals("iexact") && type != Fields.Type.TEXT) {
          throw Refusal.of(
              400,
              field + " is not a text field and cannot be filtered by case-insensitive search");
        }
        Predicate<String> text = textTest(lookup, value);
        yield v -> v.isPresent() && text.test(v.get().toString());
      }
    };
  }

  // §4: an empty list is 400, and so is a bad item (§10.7)
  private static Set<Comparable<?>> items(String field, Fields.Type type, String value) {
    if (value.isEmpty()) {
      throw Refusal.of(400, "cannot provide empty value for __in");
    }
    Set<Comparable<?>> items = new HashSet<>();
    for (String item : value.split(",", -1)) {
      items.add(type.parse(field, item));
    }
    return items;
  }

  private static boolean compares(String lookup, int order) {
    return switch (lookup) {
      case "gt" -> order > 0;
      case "gte" -> order >= 0;
      case "lt" -> order < 0;
      default -> order <= 0;
    };
  }

  static Predicate<String> textTest(String lookup, String value) {
    boolean ignoresCase = lookup.startsWith("i");
    String wanted = ignoresCase ? value.toLowerCase(Locale.ROOT) : value;
    Function<String, String> fold = s -> ignoresCase ? s.toLowerCase(Locale.ROOT) : s;
    return switch (ignoresCase ? lookup.substring(1) : lookup) {
      case "contains" -> s -> fold.apply(s).contains(wanted);
      case "startswith" -> s -> fold.apply(s).startsWith(wanted);
      case "endswith" -> s -> fold.apply(s).endsWith(wanted);
      case "regex" -> {
        try {
          Pattern pattern = Pattern.compile(value, ignoresCase ? Pattern.CASE_INSENSITIVE : 0);
          yield s -> pattern.matcher(s).find();
        } catch (PatternSyntaxException e) {
          throw Refusal.of(400, pythonTrouble(value, e));
        }
      }
      default -> s -> fold.apply(s).equals(wanted);
    };
  }

  // Python words of the commonest mistake
  private static String pythonTrouble(String pattern, PatternSyntaxException e) {
    return pattern.contains("(") && !pattern.contains(")")
        ? "missing ), unterminated subpattern at position " + pattern.indexOf('(')
        : e.getDescription();
  }

  /** Both come from the same typed field. */
  @SuppressWarnings("unchecked")
  static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
