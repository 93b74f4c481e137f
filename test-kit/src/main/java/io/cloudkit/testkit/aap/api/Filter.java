package io.cloudkit.testkit.aap.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

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

  private static final List<String> SEARCHED = List.of("name", "description");

  private final Fields<T> fields;

  Filter(Fields<T> fields) {
    this.fields = fields;
  }

  /** Refuses with 400 or 403 before any row is read. */
  Predicate<T> matching(Query query) {
    Predicate<T> all = searching(query);
    Optional<Predicate<T>> any = Optional.empty();
    for (Query.Parameter parameter : query.parameters()) {
      String name = parameter.name();
      if (RESERVED.contains(name) || isRole(name)) {
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

  // the templates' own list has looked at it
  private boolean isRole(String name) {
    if (name.equals("role_level") && fields.roles() == Fields.Roles.NONE) {
      throw Refusal.of(
          400,
          "Cannot apply role_level filter to this list because its model does not use roles for"
              + " access control.");
    }
    return name.equals("role_level");
  }

  /** Each word must be in one of the searched fields, in any case. */
  private Predicate<T> searching(Query query) {
    Predicate<T> all = row -> true;
    for (String word : query.last("search").orElse("").split("[\\s,]+", -1)) {
      Predicate<String> inText = Lookup.textTest("icontains", word);
      all =
          all.and(
              row ->
                  SEARCHED.stream()
                      .map(name -> readerOf(name).apply(row))
                      .anyMatch(v -> v.isPresent() && inText.test(v.get().toString())));
    }
    return query.last("search").isEmpty() ? row -> true : all;
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
    Function<T, List<Optional<? extends Comparable<?>>>> values = valuesOf(field);
    Predicate<Optional<? extends Comparable<?>>> test =
        Lookup.test(field, looksUp ? tail : "exact", typeOf(field), value);
    return row -> values.apply(row).stream().anyMatch(test);
  }

  private Function<T, List<Optional<? extends Comparable<?>>>> valuesOf(String field) {
    Function<T, List<String>> many = fields.many().get(field);
    if (many == null) {
      Function<T, Optional<? extends Comparable<?>>> reader = readerOf(field);
      return row -> List.of(reader.apply(row));
    }
    return row -> orNull(many.apply(row));
  }

  // an outer join: who has none has a null
  private static List<Optional<? extends Comparable<?>>> orNull(List<String> values) {
    List<Optional<? extends Comparable<?>>> found = new ArrayList<>();
    values.forEach(value -> found.add(Optional.of(value)));
    if (found.isEmpty()) {
      found.add(Optional.empty());
    }
    return found;
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
      String[] parts = field.split("__", -1);
      // a field that is no relation leads no further
      boolean isKnown = parts.length > 1 && fields.readers().containsKey(parts[0]);
      throw Refusal.of(
          400,
          isKnown
              ? "No related model for field " + parts[1] + "."
              : fields.model() + " has no field named '" + parts[0] + "'");
    }
    return reader;
  }

  private Fields.Type typeOf(String field) {
    return fields.types().getOrDefault(field, Fields.Type.NUMBER);
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
      return Lookup.compare(left.get(), right.get());
    };
  }
}
