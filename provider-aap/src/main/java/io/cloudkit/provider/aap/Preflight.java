package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether AAP is usable as configured: what launches would fail by, or wait for, before one does.
 * Asks only. Thread-safe.
 */
final class Preflight {
  private static final String SUBJECT = "AAP";

  private final AapClient client;
  private final Templates templates;
  private final Search search;
  private final Collection<String> names;
  private final Supplier<List<Finding>> known;

  /**
   * Of these templates.
   *
   * @param names or ids, as configured
   * @param known what is told without asking AAP
   */
  Preflight(
      AapClient client,
      Templates templates,
      Search search,
      Collection<String> names,
      Supplier<List<Finding>> known) {
    this.client = client;
    this.templates = templates;
    this.search = search;
    this.known = known;
    this.names = Set.copyOf(names);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(known.get());
    String version;
    JsonNode account;
    try {
      version = search.identity().body().path("version").asText("");
      account = client.get("me", client.url("me/")).rows().path(0);
    } catch (ProviderException unreachable) {
      Trouble trouble = Trouble.of(unreachable, "check the setting url, and that AAP is well");
      findings.add(Finding.error("url", trouble.problem(), trouble.remedy()));
      return findings;
    }
    findings.add(Finding.info(SUBJECT, "version " + (version.isEmpty() ? "unknown" : version)));
    List<Template> resolved = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      try {
        // what a person mended a moment ago is to be seen
        templates.forget(name);
        Template template = templates.resolve(name);
        resolved.add(template);
        check(template, findings);
      } catch (Templates.UnresolvedException unresolved) {
        findings.add(Finding.error(subject(name), unresolved.reason(), "correct the setting"));
      } catch (ProviderException unknown) {
        findings.add(unknown(subject(name), unknown));
      }
    }
    boolean hasWorkflow =
        resolved.stream().anyMatch(template -> template.kind() == JobKind.WORKFLOW_JOB);
    new ServerVersion(version).finding(SUBJECT, hasWorkflow).ifPresent(findings::add);
    search.database().finding(SUBJECT).ifPresent(findings::add);
    checkDistinct(resolved, findings);
    checkCancel(account, resolved, findings);
    return findings;
  }

  private static Finding unknown(String subject, ProviderException why) {
    Trouble trouble = Trouble.of(why, "try again");
    return Finding.warning(subject, trouble.problem(), trouble.remedy());
  }

  private void checkDistinct(List<Template> resolved, List<Finding> findings) {
    boolean isOne = resolved.stream().map(Template::id).distinct().count() == 1;
    if (isOne && resolved.size() == names.size()) {
      findings.add(
          Finding.warning(
              subject(resolved.get(0).name()),
              "it is both provision-template and deprovision-template, so a deletion runs the same"
                  + " playbook as a creation",
              "name two templates, unless its playbook heeds cloudkit_operation.type"));
    }
  }

  private static String subject(String template) {
    return "template " + template;
  }

  private void check(Template template, List<Finding> findings) {
    String subject = subject(template.name());
    findings.add(
        Finding.info(
            subject,
            template.kind() == JobKind.JOB ? "a job template" : "a workflow job template"));
    if (!template.asksForVariables()) {
      findings.add(
          Finding.error(
              subject,
              "it does not prompt for variables",
              "switch on \"Prompt on launch\" for its variables"));
    }
    if (!template.use().mayLaunch()) {
      findings.add(
          Finding.error(
              subject,
              "the account may see it, and not launch it",
              "give the account the role Execute on it"));
    }
    if (!template.use().isConcurrent()) {
      // aap-api.md §3.10: the second is never refused, it waits
      findings.add(
          Finding.warning(
              subject,
              "it runs one job at a time, so each resource waits for all before it",
              "switch on \"Concurrent jobs\" (allow_simultaneous)"));
    }
    if (template.use().slices() > 1) {
      // aap-api.md §3.4, rule 25
      findings.add(
          Finding.warning(
              subject,
              "it is sliced into "
                  + template.use().slices()
                  + ": each launch runs so many jobs at once",
              "set its job slicing to 1, unless its playbook expects to be one of several"));
    }
    checkLaunch(template, subject, findings);
  }

  /** aap-api.md §2.7. */
  private void checkLaunch(Template template, String subject, List<Finding> findings) {
    JsonNode launch =
        client
            .get(
                "template",
                client.url(template.kind().templatePath() + "/" + template.id() + "/launch/"))
            .body();
    String missing =
        StreamSupport.stream(launch.path("variables_needed_to_start").spliterator(), false)
            .map(JsonNode::asText)
            .filter(name -> !ExtraVars.NAMES.contains(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      findings.add(
          Finding.error(
              subject,
              "its survey requires answers that no launch gives: " + Excerpt.cut(missing, 200),
              "make these questions optional, or remove them; the resource is among the variables,"
                  + " under ansible_eda.event.payload"));
    }
    if (!launch.path("passwords_needed_to_start").isEmpty()) {
      findings.add(
          Finding.error(
              subject,
              "it asks for passwords at each launch",
              "store them in its credentials, instead of \"Prompt on launch\""));
    }
    if (launch.path("inventory_needed_to_start").asBoolean()) {
      findings.add(withoutInventory(template, subject));
    }
  }

  private static Finding withoutInventory(Template template, String subject) {
    return template.asksFor().contains(LaunchOption.INVENTORY)
        ? Finding.warning(
            subject,
            "it has no inventory of its own, so each resource has to name one",
            "set the launch option inventory for each resource, or give it an inventory")
        : Finding.error(
            subject, "it has no inventory, and no launch gives one", "give it an inventory");
  }

  /**
   * Only who launched a job, or an administrator of its template, may cancel it (aap-api.md §6.3):
   * after a change of the account nobody could stop what runs.
   */
  private void checkCancel(JsonNode account, List<Template> resolved, List<Finding> findings) {
    List<Template> ofOthers =
        resolved.stream().filter(template -> !template.use().mayAdminister()).toList();
    if (ofOthers.isEmpty()
        || account.path("is_superuser").asBoolean()
        || !account.path("id").isIntegralNumber()) {
      return;
    }
    try {
      for (JobRow job : runningOfOthers(account.path("id").asLong(), ofOthers)) {
        if (ExtraVars.operation(job.variables()).isPresent()) {
          findings.add(
              Finding.warning(
                  SUBJECT,
                  "job "
                      + job.number()
                      + " runs for a resource and was launched by another account, so this one can"
                      + " not cancel it",
                  "give the account the role Admin on its template, or wait for its end"));
          return;
        }
      }
    } catch (ProviderException unknown) {
      findings.add(unknown(SUBJECT, unknown));
    }
  }

  private List<JobRow> runningOfOthers(long account, List<Template> of) {
    return JobLists.jobs(
        client
            .get(
                "preflight",
                client.url(
                    "unified_jobs/",
                    "unified_job_template__in",
                    of.stream()
                        .map(template -> String.valueOf(template.id()))
                        .collect(Collectors.joining(",")),
                    "status__in",
                    "pending,waiting,running",
                    "launch_type",
                    "manual",
                    "not__created_by",
                    String.valueOf(account),
                    "order_by",
                    "id",
                    "page_size",
                    "10"))
            .rows());
  }
}
