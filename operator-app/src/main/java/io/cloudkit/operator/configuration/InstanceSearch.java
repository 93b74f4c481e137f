package io.cloudkit.operator.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out which provider instances there are: those whose type is set, and those named like a
 * type of which anything is set.
 */
final class InstanceSearch {
  private static final int LONGEST = 63;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern KEY = Pattern.compile("providers\\.(.*)\\.type");
  private static final Pattern VARIABLE = Pattern.compile("PROVIDERS_(.*)_TYPE");

  /** One place that says of what type an instance is. */
  private record Definition(String instance, String type, String told, Source.Kind where) {}

  private final List<Source> sources;
  private final Kinds kinds;
  private final InstanceTable table;
  private final List<Problem> problems;
  private final Instances instances = Instances.none();

  /**
   * A search.
   *
   * @param problems takes what is wrong with definitions
   */
  InstanceSearch(List<Source> sources, Kinds kinds, InstanceTable table, List<Problem> problems) {
    this.sources = sources;
    this.kinds = kinds;
    this.table = table;
    this.problems = problems;
  }

  /**
   * All instances.
   *
   * @param named the default, if somebody named one: a type that is named is an instance
   */
  Instances find(Optional<String> named) {
    definitions().values().forEach(this::define);
    kinds.names().forEach(this::implied);
    named
        .filter(name -> kinds.names().contains(name) && !instances.isDefined(name))
        .ifPresent(name -> instances.add(name, name, kinds));
    return instances;
  }

  /** By instance, shorter names first, each from the source that wins on. */
  private Map<String, List<Definition>> definitions() {
    Map<String, List<Definition>> found =
        new TreeMap<>(Comparator.comparing(String::length).thenComparing(name -> name));
    for (Source source : sources) {
      new TreeMap<>(source.values())
          .forEach(
              (name, type) ->
                  defined(source, name)
                      .filter(instance -> !type.isEmpty())
                      .ifPresent(
                          instance ->
                              found
                                  .computeIfAbsent(instance, each -> new ArrayList<>())
                                  .add(
                                      new Definition(
                                          instance, type, source.told(name), source.kind()))));
    }
    return new LinkedHashMap<>(found);
  }

  private static Optional<String> defined(Source source, String name) {
    Optional<String> key =
        source.key(name).map(KEY::matcher).filter(Matcher::matches).map(each -> each.group(1));
    return key.or(
        () ->
            source
                .suffix(name)
                .map(VARIABLE::matcher)
                .filter(Matcher::matches)
                // lower case is no variable of ours, and no name may pass for another one
                .map(each -> each.group(1).matches("[A-Z0-9_]*") ? each.group(1) : "")
                .map(each -> each.replace('_', '-').toLowerCase(Locale.ROOT)));
  }

  private void define(List<Definition> said) {
    Definition first = said.get(0);
    String instance = first.instance();
    Optional<Definition> other =
        said.stream().filter(each -> !each.type().equals(first.type())).findFirst();
    if (instance.length() > LONGEST || !NAME.matcher(instance).matches()) {
      problems.add(
          new Problem(
              first.told(),
              "names no instance",
              "expected 1 to 63 lower-case letters and digits, in words joined by single hyphens,"
                  + " beginning with a letter; in a variable in upper case and joined by \"_\""));
      instances.unknown().add(instance);
    } else if (other.isPresent()) {
      problems.add(contradiction(first, other.get().told(), Problem.shown(other.get().type())));
      instances.unknown().add(instance);
    } else if (!kinds.names().contains(first.type())) {
      problems.add(
          new Problem(
              first.told(),
              Problem.quoted(first.type()),
              "expected the type of a provider that is there, one of "
                  + String.join(", ", kinds.names())
                  + "; its jar may be missing or refused, as the command \"providers\" shows"));
      instances.unknown().add(instance);
    } else if (!isAmbiguous(first)) {
      instances.add(instance, first.type(), kinds);
      if (first.where() != Source.Kind.ENVIRONMENT) {
        instances.byKey().add(instance);
      }
    }
  }

  /** The variable of a property that ends with "type", of an instance with a shorter name. */
  private boolean isAmbiguous(Definition definition) {
    if (definition.where() != Source.Kind.ENVIRONMENT) {
      return false;
    }
    String suffix =
        Setting.INSTANCE_VARIABLES + Setting.words(definition.instance() + "-" + Kinds.TYPE);
    Optional<Setting> other =
        instances.kinds().entrySet().stream()
            .flatMap(each -> table.of(each.getKey(), each.getValue()).stream())
            .filter(each -> each.suffixes().contains(suffix))
            .findFirst();
    other.ifPresent(
        setting ->
            problems.add(
                Problem.ambiguous(
                    definition.told(),
                    List.of(
                        Setting.INSTANCES + definition.instance() + "." + Kinds.TYPE,
                        setting.key()))));
    return other.isPresent();
  }

  private static Problem contradiction(Definition first, String other, String otherType) {
    return new Problem(
        first.told(),
        Problem.quoted(first.type()),
        "expected the same as " + other + ", which is " + otherType + "; unset one of them");
  }

  /** Anything that is set for a type by its own name makes the instance of that name. */
  private void implied(String type) {
    Optional<ProviderKind> kind = kinds.find(type);
    if (kind.isEmpty()) {
      if (!instances.isDefined(type) && isTouched(type)) {
        instances.add(type, type, kinds);
      }
      return;
    }
    List<String> own =
        table.of(type, kind.get()).stream().flatMap(each -> set(each).stream()).toList();
    Optional<ProviderKind> defined = Optional.ofNullable(instances.kinds().get(type));
    if (defined.isPresent()) {
      contradict(type, defined.get().type(), own);
    } else if (!instances.isDefined(type) && !own.isEmpty()) {
      instances.add(type, type, kinds);
    }
  }

  /** The short variables of a type, beside an instance of its name and another type. */
  private void contradict(String instance, String type, List<String> set) {
    for (String variable : set) {
      if (instance.equals(type)
          || variable.contains(Setting.INSTANCE_VARIABLES)
          || variable.contains(".")) {
        continue;
      }
      instances.refused().add(variable);
      problems.add(
          new Problem(
              variable,
              "is of the instance " + instance + " of type " + instance,
              "expected none of it, since "
                  + Setting.INSTANCES
                  + instance
                  + ".type is "
                  + type
                  + "; unset it, or name that instance otherwise"));
    }
  }

  /** The names under which a setting is set, but for those that say nothing of an instance. */
  private List<String> set(Setting setting) {
    List<String> names = new ArrayList<>();
    for (Source source : sources) {
      Stream.of(Source.Form.values())
          .filter(form -> form == Source.Form.VALUE || setting.property().isSecret())
          .flatMap(form -> source.set(setting, form).stream())
          .filter(name -> source.suffix(name).map(LegacyVariables::defines).orElse(true))
          .filter(name -> !isOfAnother(setting, source, name))
          .map(source::told)
          .forEach(names::add);
    }
    return names;
  }

  /** Whether an instance that is defined claims that variable. */
  private boolean isOfAnother(Setting setting, Source source, String name) {
    return source
        .suffix(name)
        .filter(suffix -> suffix.startsWith(Setting.INSTANCE_VARIABLES))
        .filter(
            suffix ->
                instances.kinds().entrySet().stream()
                    .filter(each -> !setting.owner().equals(Optional.of(each.getKey())))
                    .flatMap(each -> table.of(each.getKey(), each.getValue()).stream())
                    .anyMatch(each -> Claims.claims(each, suffix)))
        .isPresent();
  }

  /** Whether anything begins like the names of an instance whose settings nobody knows. */
  private boolean isTouched(String instance) {
    return sources.stream()
        .anyMatch(
            source ->
                source.values().entrySet().stream()
                    .filter(each -> !each.getValue().isEmpty())
                    .anyMatch(each -> Claims.beginsLike(source, each.getKey(), instance)));
  }
}
