package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The filter and order language of the lists (§2.1, §4). */
final class Filter<T> {
  private static final Set<String> LOOKUPS =
      Set.of(
          "exact",
          "iexact",
          "contains",
          "icontains",
          "startswith",
          "istartswith",
          "endswith",
          "iendswith",
          "regex",
          "iregex",
          "gt",
          "gte",
          "lt",
          "lte",
          "in",
          "isnull");

  // §4.3: reserved names filter nothing, limit among them
  private static final Set<String> RESERVED =
      Set.of(
          "page",
          "page_size",
          "format",
          "order",
          "order_by",
          "search",
          "type",
          "host_filter",
          "count_disabled",
          "no_truncate",
          "validate",
          "limit");

  private final Fields<T> fields;

  Filter(Fields<T> fields) {
    this.fields = fields;
  }

  /** Refuses with 400 or 403 before any row is read. */
  Predicate<T> matching(Query query) {
    Predicate<T> all = row -> true;
    Optional<Predicate<T>> any = Optional.empty();
    for (Query.Parameter parameter : query.parameters()) {
      String name = parameter.name();
      if (RESERVED.contains(name)) {
        continue;
      }
      boolean negated = false;
      boolean alternative = false;
      for (boolean prefixed = true; prefixed; ) {
        prefixed = false;
        for (String prefix : List.of("not__", "or__", "chain__")) {
          if (name.startsWith(prefix)) {
            name = name.substring(prefix.length());
            negated |= prefix.equals("not__");
            alternative |= prefix.equals("or__");
            prefixed = true;
          }
        }
      }
      Predicate<T> one = condition(name, parameter.value());
      Predicate<T> signed = negated ? one.negate() : one;
      if (alternative) {
        any = Optional.of(any.map(before -> before.or(signed)).orElse(signed));
      } else {
        all = all.and(signed);
      }
    }
    return any.isPresent() ? all.and(any.get()) : all;
  }

  private Predicate<T> condition(String name, String value) {
    if (name.equals("type__in")) {
      return row -> false; // §15.4: no rows and no error
    }
    int cut = name.lastIndexOf("__");
    String tail = cut < 0 ? "" : name.substring(cut + 2);
    boolean looksUp = LOOKUPS.contains(tail);
    String field = looksUp ? name.substring(0, cut) : name;
    refuseSecret(field);
    Function<T, Optional<? extends Comparable<?>>> reader = readerOf(field);
    Fields.Type type = typeOf(field);
    Predicate<Optional<? extends Comparable<?>>> test = test(looksUp ? tail : "exact", type, value);
    return row -> test.test(reader.apply(row));
  }

  private void refuseSecret(String field) {
    for (String part : field.split("__", -1)) {
      boolean own = fields.secret().contains(part);
      boolean related = field.startsWith("job__") && part.equals("extra_vars");
      if (own || related) {
        throw Refusal.of(403, "Filtering on " + part + " is not allowed.");
      }
    }
  }

  private Function<T, Optional<? extends Comparable<?>>> readerOf(String field) {
    Function<T, Optional<? extends Comparable<?>>> reader =
        fields.readers().get(field.equals("pk") ? "id" : field);
    if (reader == null) {
      throw Refusal.of(
          400, fields.model() + " has no field named '" + field.split("__", -1)[0] + "'");
    }
    return reader;
  }

  private Fields.Type typeOf(String field) {
    return fields.types().getOrDefault(field, Fields.Type.NUMBER);
  }

  private static Predicate<Optional<? extends Comparable<?>>> test(
      String lookup, Fields.Type type, String value) {
    return switch (lookup) {
      case "isnull" -> {
        boolean wanted =
            Fields.Type.flag(value)
                .orElseThrow(() -> Refusal.of(400, Fields.Type.FLAG.complaint(value)));
        yield v -> v.isEmpty() == wanted;
      }
      case "in" -> {
        List<Comparable<?>> items = items(type, value);
        yield v -> v.isPresent() && items.contains(v.get());
      }
      case "exact" -> {
        Comparable<?> wanted = type.parse(value);
        yield v -> v.isPresent() && v.get().equals(wanted);
      }
      case "gt", "gte", "lt", "lte" -> {
        Comparable<?> bound = type.parse(value);
        yield v -> v.isPresent() && compares(lookup, compare(v.get(), bound));
      }
      default -> {
        Predicate<String> text = textTest(lookup, value);
        yield v -> v.isPresent() && text.test(v.get().toString());
      }
    };
  }

  // §4: an empty list is 400, and so is a bad item, with a JSON list as detail (§10.7)
  private static List<Comparable<?>> items(Fields.Type type, String value) {
    if (value.isEmpty()) {
      throw badItem("cannot provide empty value for __in");
    }
    List<Comparable<?>> items = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      try {
        items.add(type.parse(item));
      } catch (Refusal e) {
        throw badItem(type.complaint(item));
      }
    }
    return items;
  }

  private static Refusal badItem(String text) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putArray("detail").add(text);
    return new Refusal(HttpAnswer.json(400, body));
  }

  private static boolean compares(String lookup, int order) {
    return switch (lookup) {
      case "gt" -> order > 0;
      case "gte" -> order >= 0;
      case "lt" -> order < 0;
      default -> order <= 0;
    };
  }

  private static Predicate<String> textTest(String lookup, String value) {
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
          throw Refusal.of(400, "Invalid regular expression");
        }
      }
      default -> s -> fold.apply(s).equals(wanted);
    };
  }

  /** Ascending id unless asked otherwise (§5.8); nulls are the largest, as in PostgreSQL. */
  Comparator<T> order(Query query) {
    Comparator<T> byId = by("id");
    String wanted = query.last("order_by").or(() -> query.last("order")).orElse("id");
    Optional<Comparator<T>> order = Optional.empty();
    for (String part : Arrays.asList(wanted.split(",", -1))) {
      boolean descending = part.startsWith("-");
      Comparator<T> ascending = by(descending ? part.substring(1) : part);
      Comparator<T> next = descending ? ascending.reversed() : ascending;
      order = Optional.of(order.map(before -> before.thenComparing(next)).orElse(next));
    }
    return order.orElse(byId).thenComparing(byId);
  }

  private Comparator<T> by(String field) {
    refuseSecret(field);
    Function<T, Optional<? extends Comparable<?>>> reader = readerOf(field);
    return (one, other) -> {
      Optional<? extends Comparable<?>> left = reader.apply(one);
      Optional<? extends Comparable<?>> right = reader.apply(other);
      if (left.isEmpty() || right.isEmpty()) {
        return Boolean.compare(left.isEmpty(), right.isEmpty());
      }
      return compare(left.get(), right.get());
    };
  }

  /** Both come from the same typed field. */
  @SuppressWarnings("unchecked")
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
