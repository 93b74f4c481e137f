package io.cloudkit.controller.sabotage;

import static io.cloudkit.controller.sabotage.Sabotage.without;

import java.util.List;

/** What is written before a launch and after it is not (L1, L2, L3). */
final class LaunchSabotages {
  private static final String LEDGER = "controller.decide.Ledger";
  private static final String UNRESOLVED = "controller.decide.UnresolvedRules";
  private static final String ENGINE = "controller.engine.Engine";
  private static final String POLICY = "controller.decide.Policy";
  private static final String MEMORY = "controller.engine.Memory";
  private static final String BACKEND = "testkit.provider.InMemoryProvider";

  /** That ids went back, and that a cleanup may have been there, cover each other. */
  private static final Cut NO_ROW_IS_LOST =
      new Cut(
          "provider.aap.LaunchSearch",
          "lost.remedy(bookmark, operation, identity.date())",
          "java.util.Optional.<String>empty()");

  static final List<Sabotage> ALL =
      List.of(
          without(
              "W1 overwrites what has changed since it was read",
              "L1",
              "searchable",
              new Cut(
                  "controller.simulation.SimulatedApi",
                  ".filter(each ->"
                      + " String.valueOf(each.resourceVersion).equals(seen.resourceVersion()))",
                  "")),
          without(
              "a conflict of W1 does not stop the launch",
              "L1",
              "searchable",
              new Cut(
                  ENGINE,
                  "() -> readBack(seen, wish, memory, decision, sendBy)",
                  "() -> act(seen, memory, decision, sendBy)")),
          without(
              "a permission that was read back may be another's",
              "L1",
              "searchable",
              new Cut(
                  ENGINE,
                  ".filter(each -> each.status().launch().equals(decision.next().launch()))",
                  "")),
          without(
              "sendBy is not kept",
              "L2",
              "searchable",
              new Cut(
                  ENGINE,
                  "Deadline.after(settings.policy().sendWindow(), surroundings.nanoTime())",
                  "Deadline.after(Duration.ofDays(1), surroundings.nanoTime())")),
          without(
              "sendBy is counted from the answer to W1",
              "L2",
              "searchable",
              new Cut(
                  ENGINE,
                  "written -> act(written, memory, decision, sendBy),",
                  "written -> act(written, memory, decision,"
                      + " Deadline.after(settings.policy().sendWindow(),"
                      + " surroundings.nanoTime())),")),
          without(
              "recover is not asked",
              "L2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "return view.launch().isPresent()"
                      + " && view.facts().answers().recovery().isEmpty(); }"
                      + " private static Decision followAnswer",
                  "return false; } private static Decision followAnswer"),
              new Cut(
                  UNRESOLVED,
                  "Answer<Recovery> answer ="
                      + " draft.view().facts().answers().recovery().orElseThrow();",
                  "if (true) { return launchAgainOrClose(draft, \"nobody was asked\"); }"
                      + " Answer<Recovery> answer = null;")),
          without(
              "an exception counts as a failure",
              "X1",
              "searchable",
              new Cut(
                  "controller.decide.LaunchOutcome",
                  "return new OutcomeUnknown(reason);",
                  "return new OutcomeRejected(FailureKind.BACKEND, reason);")),
          without(
              "no time is left to a late effect",
              "L2",
              "searchable",
              new Cut(
                  "controller.decide.Policy",
                  "return sendWindow.plus(traits.callTimeout()).plus(traits.lateCommit());",
                  "return Duration.ZERO;")),
          without(
              "neither engine nor provider wait before \"nothing was launched\" is believed",
              "L2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "return left.isNegative() ? Duration.ZERO : left;",
                  "return Duration.ZERO;"),
              new Cut(
                  BACKEND,
                  "launch.resolvedBy(found, \"no job of the operation after the whole settle time\")",
                  "found.isEmpty() ? Recovery.notLaunched(\"none\") : Recovery.found(found)")),
          without(
              "what was permitted is not given its time to be sent",
              "L2",
              "searchable",
              new Cut(
                  POLICY,
                  "return sendWindow.plus(traits.callTimeout())",
                  "return traits.callTimeout()")),
          without(
              "a fresh claim is as old as the one before",
              "L2",
              "searchable",
              new Cut(MEMORY, "claimSince = now; recoverNotBefore", "recoverNotBefore")),
          without(
              "the claim is not compared in W2",
              "X1",
              "deduplicating",
              new Cut(
                  LEDGER,
                  "status.launch().filter(each -> each.claim().equals(sent.claim())).isPresent()",
                  "status.launch().isPresent()")),
          without(
              "a refusal of one send speaks for those before it",
              "X1",
              "deduplicating",
              new Cut(
                  "controller.decide.Permissions", "if (sent.unproven()) { return status; }", "")),
          without(
              "a permission that was refused counts like one that was used",
              "P",
              "eda",
              new Cut(
                  "controller.decide.Permissions",
                  "Math.max(sequence - 1, untouched ? 0 : 1)",
                  "untouched && sequence == 1 ? 0L : sequence")),
          without(
              "a search begins where the newest job is, not where the launch began",
              "L2",
              "searchable",
              new Cut(
                  "controller.engine.Observer",
                  "launch.attempt(), launch.bookmark(),",
                  "launch.attempt(), bookmark(launch, seen).value().flatMap(mark -> mark),")),
          without(
              "a restored AAP is searched as if it were the one that was launched at",
              "L2",
              "aap",
              new Cut(
                  "provider.aap.LaunchSearch",
                  "!bookmark.installUuid().equals(Search.installUuid(identity))",
                  "false"),
              NO_ROW_IS_LOST),
          without(
              "an AAP restored from its own backup is believed, although its ids went back",
              "L2",
              "aap",
              NO_ROW_IS_LOST),
          without(
              "a changed spec reuses an operation",
              "D",
              "deduplicating",
              new Cut(UNRESOLVED, "if (!isSameIntent(view)) {", "if (false) {")),
          without(
              "an effort is resumed although its spec is not wanted any more",
              "N",
              "searchable",
              new Cut(UNRESOLVED, "return isSameIntent(view) && isTheAim", "return isTheAim")),
          without(
              "an effort is resumed although something is missing before it",
              "W",
              "searchable",
              new Cut(UNRESOLVED, "&& !misses(view)", "")),
          without(
              "a permission that was read back is used whatever a person said since",
              "H",
              "searchable",
              new Cut(
                  ENGINE,
                  "return observer.wish(stands.get().snapshot()).equals(wish)",
                  "return observer.wish(stands.get().snapshot()).deleting() == wish.deleting()")));

  private LaunchSabotages() {}
}
