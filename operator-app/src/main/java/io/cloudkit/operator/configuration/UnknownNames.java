package io.cloudkit.operator.configuration;

import io.cloudkit.controller.decide.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the names that are set and look like ours: mistyped, ambiguous, ignored for a reason. */
final class UnknownNames {
  /** Of the process and its launcher, not of the configuration. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of("home", "jvm-options", "end-with-parent");

  private static final Pattern OF_AN_INSTANCE = Pattern.compile("providers\\.([^.]*)\\..*");

  private final List<Setting> configured;
  private final List<Setting> possible;
  private final Instances instances;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * A judge.
   *
   * @param configured the settings that count
   * @param possible those that would count if their instance were configured
   */
  UnknownNames(List<Setting> configured, List<Setting> possible, Instances instances) {
    this.configured = configured;
    this.possible = possible;
    this.instances = instances;
  }

  List<Problem> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  void judge(Source source) {
    for (Map.Entry<String, String> each : new TreeMap<>(source.values()).entrySet()) {
      source.suffix(each.getKey()).ifPresent(suffix -> variable(source, suffix, each));
      source.key(each.getKey()).ifPresent(key -> key(source, key, each.getKey()));
    }
  }

  private void variable(Source source, String suffix, Map.Entry<String, String> set) {
    List<Setting> claimed =
        configured.stream().filter(each -> Claims.claims(each, suffix)).toList();
    if (claimed.size() > 1 && !set.getValue().isEmpty()) {
      problems.add(Problem.ambiguous(set.getKey(), claimed.stream().map(Setting::key).toList()));
    }
    if (!claimed.isEmpty()
        || instances.refused().contains(set.getKey())
        || isOfTheProcess(suffix.toLowerCase(Locale.ROOT).replace('_', '-'))
        || ForeignVariables.isServiceLink(suffix, set.getValue())
        || isToldOtherwise(source, set.getKey())
        || definesAnInstance(suffix)) {
      return;
    }
    Optional<String> ignored = reasonToIgnore(suffix);
    if (ignored.isPresent()) {
      if (!set.getValue().isEmpty()) {
        warnings.add(set.getKey() + " is " + ignored.get());
      }
      return;
    }
    Set<String> known = new TreeSet<>();
    for (Setting each : possible) {
      known.add(each.variable());
      each.fileVariable().ifPresent(known::add);
    }
    String otherwise =
        suffix.startsWith(Setting.INSTANCE_VARIABLES)
            ? "expected a setting of an instance that "
                + Setting.PREFIX
                + Setting.INSTANCE_VARIABLES
                + "<INSTANCE>_TYPE defines"
            : "expected one of the names that the command \"config\" lists";
    unknown(set.getKey(), NearMiss.ofWrong(Setting.PREFIX + suffix, known), otherwise);
  }

  private static Optional<String> reasonToIgnore(String suffix) {
    return LegacyVariables.find(suffix)
        .map(LegacyVariables.Legacy::ignoredBecause)
        .or(() -> ForeignVariables.reasonToIgnore(suffix));
  }

  private void key(Source source, String key, String name) {
    boolean known =
        configured.stream()
            .anyMatch(
                each ->
                    each.key().equals(key)
                        || each.file(Setting.Style.KEY).filter(key::equals).isPresent());
    boolean namesAnother =
        source.kind() == Source.Kind.FILE && key.equals(Sources.CONFIG_FILE.key());
    if ((known && !namesAnother)
        || isOfTheProcess(source, key)
        || isToldOtherwise(source, name)
        || (key.startsWith(Setting.INSTANCES) && key.endsWith("." + Kinds.TYPE))) {
      return;
    }
    if (namesAnother) {
      unknown(source.told(name), Optional.empty(), "expected one file; it can not name another");
      return;
    }
    Set<String> keys = new TreeSet<>();
    for (Setting each : possible) {
      keys.add(each.key());
      each.file(Setting.Style.KEY).ifPresent(keys::add);
    }
    Matcher owner = OF_AN_INSTANCE.matcher(key);
    String beginning = Setting.INSTANCES + (owner.matches() ? owner.group(1) : "") + ".";
    if (owner.matches() && keys.stream().noneMatch(each -> each.startsWith(beginning))) {
      unknown(
          source.told(name),
          Optional.empty(),
          "expected " + beginning + Kinds.TYPE + " beside it, which defines the instance");
      return;
    }
    unknown(
        source.told(name),
        NearMiss.ofWrong(key, keys),
        "expected one of the keys that the command \"config --format json\" lists");
  }

  // the value is not shown: a mistyped token is a token
  private void unknown(String told, Optional<String> near, String otherwise) {
    problems.add(
        new Problem(
            told,
            "is not a setting",
            near.map(each -> "expected a known name; did you mean " + each + "?")
                .orElse(otherwise)));
  }

  private static boolean isOfTheProcess(String word) {
    return OF_THE_PROCESS.contains(word);
  }

  private static boolean isOfTheProcess(Source source, String key) {
    return source.kind() == Source.Kind.SYSTEM_PROPERTIES && isOfTheProcess(key);
  }

  /** What belongs to an instance that can not be: that is told, once. */
  private boolean isToldOtherwise(Source source, String name) {
    return instances.unknown().stream().anyMatch(each -> Claims.beginsLike(source, name, each))
        || instances.broken().keySet().stream()
            .anyMatch(each -> Claims.beginsLike(source, name, each));
  }

  private static boolean definesAnInstance(String suffix) {
    return suffix.startsWith(Setting.INSTANCE_VARIABLES)
        && suffix.endsWith("_" + Setting.words(Kinds.TYPE));
  }
}
