package io.cloudkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.cloudkit.architecture.Conditions.access;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.cloudkit.architecture.IdentityFlow.Question;
import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.provisioning.spi.NamedJobsProvider;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The architecture as rules that a build can break. Each rule is a field; each has culprits,
 * classes in {@code culprits} that break it and nothing else, and must be caught. The rules run as
 * ordinary tests, so that none is skipped because an engine was not found.
 *
 * <p>A culprit lives in a package that mirrors the room which it disgraces; a {@code room} below
 * means both.
 */
class ArchitectureTest {
  private static final String ROOT = "io.cloudkit";
  private static final String CULPRITS = "io.cloudkit.architecture.culprits";

  /** Rooms whose walls stand but where nobody lives yet. Must shrink when somebody moves in. */
  private static final Set<String> STILL_EMPTY = Set.of();

  /**
   * Names, and beginnings of job ids, of the providers that ship; no business of the controller.
   */
  private static final Pattern SHIPPED =
      Pattern.compile(
          "(?i)(?<![a-z])(aap|awx|eda|ansible|tower)(?![a-z])|^(workflow_)?job[-:/]|unified_job");

  private static final DescribedPredicate<JavaClass> MARKS =
      resideInAnyPackage("org.jspecify.annotations", "io.cloudkit.architecture")
          .as("annotations that do nothing");

  private static final DescribedPredicate<JavaClass> SPI_VALUES =
      belongToAnyOf(ProviderTraits.class).as("what a provider says that it can do");

  /** Are themselves providers, whose effects only the engine may call; decide nothing. */
  private static final DescribedPredicate<JavaClass> PASSES_CALLS_ON =
      name("io.cloudkit.controller.discovery.GuardedProvider")
          .<JavaClass>forSubtype()
          .or(belongToAnyOf(NamedJobsProvider.class));

  // ---- 1, 2: the inner rooms know little

  static final ArchRule the_api_needs_nothing_but_the_jdk =
      classes()
          .that()
          .resideInAnyPackage(room("provisioning"))
          .should()
          .onlyDependOnClassesThat(in("java..").or(in(room("provisioning"))).or(MARKS))
          .because("a vendor compiles against it alone, and must not inherit a library from us");

  static final ArchRule the_api_does_not_know_the_spi =
      noClasses()
          .that()
          .resideInAnyPackage(room("provisioning.api"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(room("provisioning.spi"))
          .because("values cross the border between engine and provider; they do not act");

  static final ArchRule deciding_is_pure =
      classes()
          .that()
          .resideInAnyPackage(room("controller.decide"))
          .should()
          .onlyDependOnClassesThat(
              in("java.lang..", "java.time..", "java.util..", "java.math..", "java.text..")
                  .or(in("java.security..", "java.nio.charset.."))
                  .or(in(room("controller.decide")))
                  .or(in(room("controller.status")))
                  .or(in(room("provisioning.api")))
                  .or(SPI_VALUES)
                  .or(MARKS))
          .because("a decision is a function of what was seen: no logger, no client, no effect");

  static final ArchRule the_status_is_data =
      classes()
          .that()
          .resideInAnyPackage(room("controller.status"))
          .should()
          .onlyDependOnClassesThat(
              in("java.lang..", "java.time..", "java.util..")
                  .or(in(room("controller.status")))
                  .or(in(room("provisioning.api")))
                  .or(MARKS))
          .because("what outlives the process must not depend on who stores it or who decides");

  // ---- 3: Kubernetes and the framework stay at the edge

  static final ArchRule one_package_plugs_into_the_framework =
      noClasses()
          .that(areOutside("controller.josdk", "operator"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.javaoperatorsdk..")
          .because("java-operator-sdk is optional, and the engine outlives its next major version");

  static final ArchRule kubernetes_stays_at_the_edge =
      noClasses()
          .that(areOutside("controller.kubernetes", "controller.josdk", "operator"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .because("the engine is simulated against a store that has no client");

  // ---- 4: time is a parameter

  static final ArchRule deciding_has_no_clock_and_no_dice =
      noClasses()
          .that()
          .resideInAnyPackage(rooms("controller.decide", "controller.status"))
          .should(access(Conditions.wallClockOrRandomness()))
          .because("the same situation must lead to the same decision, today and in a replay");

  static final ArchRule time_and_chance_are_given =
      noClasses()
          .that(areOutside("controller.decide", "controller.status"))
          .and(not(belongToAnyOf(Surroundings.class)))
          .should(access(Conditions.wallClockOrRandomness()))
          .because("tests skip time; whoever reads a clock of its own cannot be tested so");

  // ---- 5: providers and the controller do not know each other

  static final ArchRule the_controller_depends_on_no_provider =
      noClasses()
          .that()
          .resideInAnyPackage(rooms("controller", "operator"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(room("provider"))
          .because("providers are found on the class path; a new one needs no change here");

  static final ArchRule a_provider_knows_the_api_and_its_libraries =
      classes()
          .that()
          .resideInAnyPackage(room("provider"))
          .should()
          .onlyDependOnClassesThat(
              in(
                      "java..",
                      "javax.crypto..",
                      "javax.net.ssl..",
                      "com.sun.net.httpserver..",
                      "okhttp3..",
                      "okio..",
                      "kotlin..")
                  .or(in("com.fasterxml.jackson..", "org.slf4j.."))
                  .or(in(room("provisioning")))
                  .or(in(room("provider")))
                  .or(MARKS))
          .because("what ours may use, a vendor's must be able to do without us");

  static final ArchRule providers_do_not_know_each_other =
      slices()
          .matching("..provider.(*)..")
          .namingSlices("provider $1")
          .should()
          .notDependOnEachOther()
          .because("each is a jar of its own, with a class loader of its own");

  // ---- 6: the controller never asks who the provider is

  static final ArchRule the_controller_holds_no_name_of_a_provider =
      noClasses()
          .that()
          .resideInAnyPackage(rooms("controller", "provisioning"))
          .should(Conditions.holdStringConstants(SHIPPED))
          .because("who holds a name will compare it some day");

  /**
   * A name or a job id is stored, compared with a stored one, looked up in the registry, shown;
   * nothing else. It does not see what {@link IdentityFlow} does not: a name wrapped in a longer
   * text and taken out again, a name that a library hands back, and decisions made outside of the
   * controller.
   */
  static final ArchRule the_controller_never_reads_a_name_or_a_job_id =
      noClasses()
          .that()
          .resideInAnyPackage(room("controller"))
          .should(
              Conditions.askOfProviders(
                  Question.WHAT_IS_THE_NAME,
                  Map.of(
                      "MemoryRules.takeOver",
                      "Job.UNASSIGNED is the word for a job that an earlier writer gave no provider")))
          .because("a provider answers what is true; a controller that knows its name guesses");

  static final ArchRule the_controller_never_asks_for_the_class_of_a_provider =
      noClasses()
          .that()
          .resideInAnyPackage(room("controller"))
          .should(Conditions.askOfProviders(Question.WHAT_IS_THE_CLASS, Map.of()))
          .because("a class is a name, too");

  static final ArchRule the_engine_does_not_reflect =
      noClasses()
          .that()
          .resideInAnyPackage(rooms("controller.status", "controller.decide", "controller.engine"))
          .should(access(Conditions.reflection()))
          .because("what is found by its name at run time is hidden from every rule here");

  // ---- 7, 8: some things happen in one place

  static final ArchRule only_the_engine_launches_and_cancels =
      noClasses()
          .that(areOutside("controller.engine", "provider"))
          .and(not(PASSES_CALLS_ON))
          .should(access(Conditions.effectsOfProviders()))
          .because("each launch is written down first, and that is the engine's to do");

  static final ArchRule one_class_looks_for_providers =
      noClasses()
          .that(not(belongToAnyOf(ProviderDiscovery.class)))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ServiceLoader.class)
          .because("a broken or duplicate jar is refused in one place, with its file named");

  static final ArchRule only_the_demo_plays_with_fakes =
      noClasses()
          .that(areOutside("operator.demo"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cloudkit.testkit..")
          .because("the test kit is not on the class path of production");

  // ---- 9: shape and names

  static final ArchRule packages_form_no_cycle =
      slices()
          .assignedFrom(Conditions.packages())
          .should()
          .beFreeOfCycles()
          .because("a room that cannot be entered without another is not a room");

  static final ArchRule a_package_says_what_lives_there =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..helpers..")
          .because("what lives in such a package cannot be guessed from its name");

  static final ArchRule a_class_says_what_it_is =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameStartingWith("Abstract")
          .because("names are the field's terms, not the pattern's");

  // ---- the rules at work

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT)
          .that(not(resideInAnyPackage("io.cloudkit.testkit..", "io.cloudkit.architecture..")));

  private static final JavaClasses THEIRS = new ClassFileImporter().importPackages(CULPRITS);

  static Stream<String> rules() {
    return Arrays.stream(ArchitectureTest.class.getDeclaredFields())
        .filter(field -> field.getType() == ArchRule.class)
        .map(Field::getName);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKept(String rule) {
    rule(rule).allowEmptyShould(true).check(OURS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void catchesItsCulpritsAndNobodyElse(String rule) {
    Set<String> wanted =
        THEIRS.stream()
            .filter(each -> List.of(broken(each)).contains(rule))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(wanted).as("culprits of %s", rule).isNotEmpty();
    assertThat(caughtBy(rule)).containsExactlyElementsOf(wanted);
  }

  @Test
  void everyCulpritNamesRulesThatExist() {
    List<String> named = new ArrayList<>();
    THEIRS.forEach(each -> named.addAll(List.of(broken(each))));
    assertThat(rules().toList()).containsAll(named);
  }

  // ---- no rule passes for want of classes

  static Stream<String> expectedRooms() {
    return Stream.of(
        "provisioning.api",
        "provisioning.spi",
        "controller.status",
        "controller.decide",
        "controller.discovery",
        "controller.engine",
        "controller.kubernetes",
        "controller.josdk",
        "provider.aap",
        "provider.eda",
        "operator");
  }

  @ParameterizedTest
  @MethodSource("expectedRooms")
  void theImporterSawTheClassesOf(String room) {
    JavaClasses found = OURS.that(resideInAnyPackage(ROOT + "." + room + ".."));
    var inhabitants =
        found.stream().filter(each -> !each.getSimpleName().equals("package-info")).toList();
    if (STILL_EMPTY.contains(room)) {
      assertThat(inhabitants).as("%s is inhabited now: strike it off STILL_EMPTY", room).isEmpty();
    } else {
      assertThat(inhabitants).as("classes of %s", room).isNotEmpty();
    }
  }

  @Test
  void everyClassLivesInARoomThatTheRulesKnow() {
    String[] known = expectedRooms().map(room -> ROOT + "." + room + "..").toArray(String[]::new);
    assertThat(OURS.that(not(resideInAnyPackage(known)))).isEmpty();
  }

  @Test
  void theFlowKnowsTheMembersThatNamesComeFrom() {
    IdentityFlow.SOURCES.forEach(
        (owner, members) -> {
          JavaClass type = OURS.get(owner.replace('/', '.'));
          assertThat(type.getMethods()).extracting(each -> each.getName()).containsAll(members);
        });
    assertThat(IdentityFlow.PROVIDERS).allMatch(each -> OURS.contain(each.replace('/', '.')));
  }

  @Test
  void everyProviderThatShipsIsAmongTheNamesThatAreLookedFor() {
    for (var factory : ServiceLoader.load(ProvisioningProviderFactory.class)) {
      // a third party's is there for the demo
      if (factory.getClass().getName().startsWith(ROOT + ".")) {
        assertThat(factory.type().name()).containsPattern(SHIPPED);
      }
    }
  }

  private static Set<String> caughtBy(String rule) {
    Pattern name = Pattern.compile(Pattern.quote(CULPRITS) + "\\.[a-z.]*[A-Z][\\w$]*");
    Set<String> caught = new TreeSet<>();
    rule(rule).evaluate(THEIRS).getFailureReport().getDetails().stream()
        .flatMap(String::lines)
        .forEach(
            line -> {
              // a line begins with the one who did it
              Matcher first = name.matcher(line);
              if (first.find()) {
                caught.add(first.group());
              }
            });
    return caught;
  }

  private static String[] broken(JavaClass culprit) {
    return culprit.tryGetAnnotationOfType(Breaks.class).map(Breaks::value).orElse(new String[0]);
  }

  private static ArchRule rule(String name) {
    try {
      return (ArchRule) ArchitectureTest.class.getDeclaredField(name).get(null);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(name, impossible);
    }
  }

  private static String[] room(String name) {
    return new String[] {ROOT + "." + name + "..", CULPRITS + "." + name + ".."};
  }

  private static String[] rooms(String... names) {
    return Arrays.stream(names).flatMap(name -> Arrays.stream(room(name))).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> areOutside(String... names) {
    return not(resideInAnyPackage(rooms(names))).as("are outside of %s", List.of(names));
  }
}
