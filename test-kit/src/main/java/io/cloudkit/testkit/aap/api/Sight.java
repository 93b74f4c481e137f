package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.aap.controller.User;
import java.util.Optional;

/** What a user can see, and how a template is found by its path segment. */
final class Sight {
  private final Controller controller;
  private final NamedUrls names;

  Sight(Controller controller) {
    this.controller = controller;
    this.names = new NamedUrls(controller);
  }

  boolean sees(User user, Template template) {
    return user.isSuperuser() || (isInsider(user) && !controller.isHidden(template.id()));
  }

  // §4.10: a deleted template takes the sight of its jobs from ordinary users
  boolean sees(User user, JobRow row) {
    return user.isSuperuser()
        || (isInsider(user) && row.template().filter(id -> !controller.isHidden(id)).isPresent());
  }

  boolean mayLaunch(User user, Template template) {
    return sees(user, template)
        && (user.isSuperuser() || !controller.isLaunchForbidden(template.id()));
  }

  /** Whether a user has a role on a template that it sees: an ordinary one reads and executes. */
  boolean has(User user, String role, Template template) {
    return switch (role) {
      case "read_role" -> true;
      case "execute_role" -> user.isSuperuser() || !controller.isLaunchForbidden(template.id());
      default -> user.isSuperuser();
    };
  }

  private static boolean isInsider(User user) {
    return user.role() != User.Role.OUTSIDER;
  }

  /** By id: 404 unknown, 403 not readable. By name (§2.6): 404 for both. */
  Template template(Call call, TemplateKind kind) {
    String segment = call.segment(1);
    boolean byId = isNumber(segment);
    Template template =
        (byId ? byId(kind, segment) : names.template(kind, segment))
            .orElseThrow(() -> Refusal.noRow(kind.model()));
    if (!sees(call.user(), template)) {
      throw byId ? Refusal.forbidden() : Refusal.noRow(kind.model());
    }
    return template;
  }

  static boolean isNumber(String segment) {
    return segment.matches("\\d{1,18}");
  }

  private Optional<Template> byId(TemplateKind kind, String segment) {
    return controller.template(Long.parseLong(segment)).filter(t -> t.kind() == kind);
  }
}
