package io.cloudkit.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A harness that can not prove a rule says so, or the rule fails. */
class UnprovenTest {
  private static final ProviderTraits POLLED =
      ProviderTraits.polled().canCancel().canSearch().build();

  /** A good provider, of a backend that can not be made to do everything. */
  private static class Limited extends MemoryBackend {
    private final List<BackendCall> answered;
    private final Map<String, String> unproven;

    Limited(ProviderTraits traits, List<BackendCall> answered, Map<String, String> unproven) {
      super(traits, MemoryFactory::new);
      this.answered = answered;
      this.unproven = unproven;
    }

    @Override
    public synchronized boolean misbehave(BackendCall call, Fault fault) {
      boolean hangs = fault == Fault.HANGS && !answered.contains(call);
      return (fault != Fault.HANGS || hangs) && super.misbehave(call, fault);
    }

    @Override
    public Map<String, String> unproven() {
      return unproven;
    }
  }

  static final class NothingHangs extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new Limited(POLLED, List.of(BackendCall.values()), Map.of());
    }
  }

  static final class QuestionsDoNotHang extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new Limited(POLLED, List.of(BackendCall.QUESTION), Map.of());
    }
  }

  static final class NobodyIsAsked extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      List<BackendCall> neverSent = List.of(BackendCall.QUESTION, BackendCall.CANCEL);
      return new Limited(ProviderTraits.signalled().build(), neverSent, Map.of());
    }
  }

  static final class SaysWhyNothingHangs extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new Limited(
          POLLED,
          List.of(BackendCall.values()),
          Map.of("P-6.1", "it is a folder", "P-6.2", "it is a folder"));
    }
  }

  static final class SaysWhyQuestionsDoNot extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new Limited(
          POLLED,
          List.of(BackendCall.QUESTION),
          Map.of("P-6.1", "a folder is never asked", "P-6.2", "a folder is never asked"));
    }
  }

  static final class IsTooModest extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new Limited(POLLED, List.of(), Map.of("P-2.3", "it refuses nothing"));
    }
  }

  @Test
  void whereNothingHangsTheTimesAreNotKeptUnseen() {
    Map<String, String> results = run(NothingHangs.class);

    assertThat(results).containsOnlyKeys("P-6.1", "P-6.2");
    assertThat(results.get("P-6.1"))
        .isEqualTo(
            "FAILED P-6.1 can not be proven: it needs a LAUNCH that HANGS, and misbehave answered"
                + " false; let the harness do so, or tell in unproven() why it can not");
    assertThat(results.get("P-6.2")).startsWith("FAILED P-6.2 can not be proven: ");
  }

  @Test
  void eachKindOfRequestThatIsSentHasToHang() {
    Map<String, String> results = run(QuestionsDoNotHang.class);

    assertThat(results).containsOnlyKeys("P-6.1", "P-6.2");
    assertThat(results.get("P-6.1")).contains("it needs a QUESTION that HANGS");
  }

  @Test
  void whatIsNeverSentNeedNotHang() {
    assertThat(run(NobodyIsAsked.class)).isEmpty();
  }

  @Test
  void whatIsSaidNotToBeProvenIsReportedAsSkipped() {
    assertThat(run(SaysWhyNothingHangs.class))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "P-6.1", "ABORTED P-6.1 is not proven: it is a folder",
                "P-6.2", "ABORTED P-6.2 is not proven: it is a folder"));
  }

  @Test
  void whatIsLeftOfARuleIsPlayed() {
    assertThat(run(SaysWhyQuestionsDoNot.class)).isEmpty();
  }

  @Test
  void whatIsProvenIsNotToBeSaidUnproven() {
    assertThat(run(IsTooModest.class))
        .containsExactlyEntriesOf(
            Map.of(
                "P-2.3",
                "FAILED P-2.3 was proven, and unproven() says that it can not be; take it out"
                    + " there"));
  }

  /** What became of each rule that was not kept, by its number. */
  private static Map<String, String> run(Class<? extends ProviderTck> tck) {
    Map<String, String> results = new TreeMap<>();
    TestExecutionListener noting =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
              results.put(
                  test.getDisplayName().replaceFirst(" .*", ""),
                  result.getStatus() + " " + result.getThrowable().orElseThrow().getMessage());
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tck)).build(), noting);
    return results;
  }
}
