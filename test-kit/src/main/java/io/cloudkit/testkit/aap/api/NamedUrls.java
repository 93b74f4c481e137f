package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Templates by {@code NAME++ORGANIZATION}, with the fault of AWX's graph of names (§2.6, §15.2): a
 * name that broke off in its middle leaves a counter behind, by which the next one of that kind is
 * read wrongly, too. As with one worker, that is the very next. Thread-safe.
 */
final class NamedUrls {
  private static final String DELIMITER = "++";

  /** How a plus that belongs to a name is written. */
  private static final String PLUS = "[+]";

  private final Controller controller;
  private final Set<TemplateKind> leftInTheMiddle = EnumSet.noneOf(TemplateKind.class);

  NamedUrls(Controller controller) {
    this.controller = controller;
  }

  /**
   * Whom a segment of a path means; empty if there is no such template.
   *
   * @throws Refusal 404 in HTML if it is not understood, so that no route has it
   */
  Optional<Template> template(TemplateKind kind, String segment) {
    if (isUnderstood(kind, segment)) {
      int cut = segment.indexOf(DELIMITER);
      String organization = plain(segment.substring(cut + DELIMITER.length()));
      return named(kind, plain(segment.substring(0, cut)))
          .filter(t -> organization.isEmpty() || t.organization().name().equals(organization))
          .findFirst();
    }
    // what names alone meant before there were named URLs still holds for job templates
    Stream<Template> old =
        kind == TemplateKind.JOB_TEMPLATE && !segment.contains(DELIMITER)
            ? named(kind, segment)
            : Stream.empty();
    Template oldest =
        old.min(Comparator.comparingLong(t -> t.organization().id()))
            .orElseThrow(() -> new Refusal(HttpAnswer.html(404, "Not Found")));
    return Optional.of(oldest);
  }

  private Stream<Template> named(TemplateKind kind, String name) {
    return controller.templates().stream().filter(t -> t.kind() == kind && t.name().equals(name));
  }

  private synchronized boolean isUnderstood(TemplateKind kind, String segment) {
    if (leftInTheMiddle.remove(kind)) {
      return false;
    }
    String[] parts = segment.replace(PLUS, " ").split("\\+\\+", -1);
    if (parts[0].isEmpty() || parts[0].contains("+")) {
      return false;
    }
    if (parts.length == 1 || parts[1].contains("+")) {
      leftInTheMiddle.add(kind);
      return false;
    }
    return parts.length == 2;
  }

  private static String plain(String part) {
    return part.replace(PLUS, "+");
  }
}
