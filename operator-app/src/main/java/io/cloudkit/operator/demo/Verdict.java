package io.cloudkit.operator.demo;

import io.cloudkit.testkit.truth.Machine;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Run;
import io.cloudkit.testkit.truth.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What really ran, by the ledger of the simulated AAP, which the operator can not write to.
 *
 * @param rows one for each instance: what ran for it
 * @param broken each broken promise, as a sentence
 */
public record Verdict(List<Row> rows, List<String> broken) {
  /** What ran for one instance. */
  public record Row(String name, long provisions, long deprovisions, long killed, String machine) {}

  /** Judges by the ledger; nothing may be left of the resources that are gone. */
  public static Verdict of(Truth truth, List<String> goneUids) {
    Map<String, List<Playbook>> byUid = new LinkedHashMap<>();
    for (Playbook playbook : truth.playbooks()) {
      byUid.computeIfAbsent(playbook.resourceUid(), any -> new ArrayList<>()).add(playbook);
    }
    List<Row> rows = new ArrayList<>();
    byUid.forEach((uid, playbooks) -> rows.add(row(truth, uid, playbooks)));
    List<String> broken = new ArrayList<>();
    truth.duplicates().stream()
        .filter(each -> !each.isTheBackendsOwn())
        .forEach(each -> broken.add("an operation ran twice: " + each));
    truth.overlaps().stream()
        .filter(each -> !isOneDoubled(each))
        .forEach(each -> broken.add("two playbooks of one instance overlapped: " + each));
    byUid.values().forEach(playbooks -> createdTwiceAtOnce(playbooks, broken));
    for (Machine left : truth.leaks(goneUids)) {
      broken.add("a machine was left behind: " + left);
    }
    return new Verdict(rows, broken);
  }

  /** A launch and its repetition by the backend, which nobody had asked for. */
  private static boolean isOneDoubled(Truth.Overlap overlap) {
    return overlap.first().operation().equals(overlap.second().operation())
        && Stream.of(overlap.first(), overlap.second())
            .anyMatch(each -> each.run().cause() == Run.Cause.REPEATED_BY_FAULT);
  }

  /** Two jobs that make one machine at once may make two; only a backend's own fault may do it. */
  private static void createdTwiceAtOnce(List<Playbook> playbooks, List<String> broken) {
    List<Playbook> asked =
        playbooks.stream()
            .filter(each -> each.purpose() == Playbook.Purpose.PROVISION)
            .filter(each -> each.run().cause() == Run.Cause.ASKED)
            .toList();
    for (Playbook first : asked) {
      for (Playbook second : asked) {
        boolean together =
            first.number() < second.number()
                && !first.launch().equals(second.launch())
                && first.ended().map(second.started()::isBefore).orElse(true);
        if (together) {
          broken.add("two create playbooks of one instance overlapped: " + first + ", " + second);
        }
      }
    }
  }

  private static Row row(Truth truth, String uid, List<Playbook> playbooks) {
    return new Row(
        playbooks.get(0).resourceName(),
        count(playbooks, Playbook.Purpose.PROVISION),
        count(playbooks, Playbook.Purpose.DEPROVISION),
        playbooks.stream()
            .filter(each -> each.result().filter(Playbook.Result.KILLED::equals).isPresent())
            .count(),
        truth.machine(uid).isPresent() ? "yes" : "no");
  }

  private static long count(List<Playbook> playbooks, Playbook.Purpose purpose) {
    return playbooks.stream().filter(each -> each.purpose() == purpose).count();
  }

  /** The table that the demo ends with. */
  List<String> table(Truth truth) {
    List<String> lines = new ArrayList<>();
    String format = "  %-17s %14s %16s %10s %9s";
    lines.add(
        String.format(
            Locale.ROOT,
            format,
            "instance",
            "provision runs",
            "deprovision runs",
            "cancelled",
            "machine"));
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              format,
              row.name(),
              row.provisions(),
              row.deprovisions(),
              row.killed(),
              row.machine()));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  %d playbooks ran: %d duplicates, %d overlaps, %d leaks",
            truth.playbooks().size(),
            truth.duplicates().size(),
            truth.overlaps().size(),
            broken.stream().filter(each -> each.startsWith("a machine")).count()));
    return lines;
  }
}
