package io.cloudkit.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A rule that nobody can break is none: each broken provider fails its rule, and no other. */
@Tag("sabotage")
class BrokenProvidersTest {
  private static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "broken-provider");
        thread.setDaemon(true);
        thread.start();
      };

  static Stream<Broken> all() {
    return Stream.concat(quick(), BrokenTimes.slow());
  }

  static Stream<Broken> quick() {
    return Stream.of(
            BrokenLaunches.ALL,
            BrokenRecoveries.all(),
            BrokenObservations.ALL,
            BrokenConduct.ALL,
            BrokenTimes.ALL)
        .flatMap(List::stream);
  }

  static Stream<Rule> rules() {
    return Arrays.stream(ProviderTck.class.getMethods())
        .map(method -> method.getAnnotation(Rule.class))
        .filter(Objects::nonNull);
  }

  @ParameterizedTest
  @MethodSource("quick")
  void failsItsRuleAndNoOther(Broken broken) {
    isCaught(broken);
  }

  /** At once, since each is waited for. */
  @Test
  void eachCallThatDoesNotEndFailsItsRuleAndNoOther() {
    List<CompletableFuture<Void>> runs =
        BrokenTimes.slow()
            .map(broken -> CompletableFuture.runAsync(() -> isCaught(broken), THREADS))
            .toList();
    runs.forEach(CompletableFuture::join);
  }

  private static void isCaught(Broken broken) {
    Map<String, String> failures = failures(broken);

    assertThat(failures).as("%s: %s", broken, failures).containsOnlyKeys(broken.rule());
    assertThat(failures.get(broken.rule()))
        .startsWith(broken.rule() + " is broken: ")
        .contains("contract: ", "look at: ");
  }

  @Test
  void everyRuleIsBrokenByOne() {
    Set<String> rules = rules().map(Rule::number).collect(Collectors.toSet());

    assertThat(all().map(Broken::rule).collect(Collectors.toSet())).isEqualTo(rules);
  }

  /** The words of each rule that failed, by its number. */
  private static Map<String, String> failures(Broken broken) {
    Map<String, String> failures = new TreeMap<>();
    LauncherDiscoveryRequest run =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(BrokenTck.class))
            .configurationParameter(BrokenTck.PARAMETER, broken.toString())
            .build();
    TestExecutionListener noting =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              String rule = test.getDisplayName().replaceFirst(" .*", "");
              failures.put(rule, String.valueOf(result.getThrowable().orElseThrow().getMessage()));
            }
          }
        };
    LauncherFactory.create().execute(run, noting);
    return failures;
  }
}
