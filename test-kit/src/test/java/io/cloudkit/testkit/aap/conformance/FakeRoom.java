package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The simulated AAP with everything in place; time stands still unless a need moves it. */
final class FakeRoom implements Room {
  private static final User ADMIN = new User(1, "admin", User.Role.SUPERUSER);
  private static final User STRANGER = new User(8, "stranger", User.Role.OUTSIDER);
  private static final User READER = new User(9, "reader", User.Role.READ_ONLY);
  private static final Duration LONG = Duration.ofDays(1);

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAap fake = FakeAap.builder().timeline(time).start();
  private final FakeTemplates templates = new FakeTemplates(fake);
  private final String base;

  private FakeRoom(String path) {
    this.base = fake.url() + path;
    fake.accept("admin-token", ADMIN);
    fake.accept("stranger-token", STRANGER);
    fake.accept("reader-token", READER);
  }

  static FakeRoom direct() {
    return new FakeRoom("/api/v2");
  }

  static FakeRoom behindGateway() {
    return new FakeRoom("/api/controller/v2");
  }

  @Override
  public String base() {
    return base;
  }

  @Override
  public String version() {
    return AapApi.VERSION;
  }

  @Override
  public Optional<Credentials> credentials(Asker asker) {
    return Optional.of(
        switch (asker) {
          case ANYONE, SERVICE -> Credentials.token(fake.token());
          case ADMIN -> Credentials.token("admin-token");
          case STRANGER -> Credentials.token("stranger-token");
          case READER -> Credentials.token("reader-token");
          case FORGED -> Credentials.token("forged");
          case MISTYPED -> Credentials.password("svc", "mistyped");
          case NOBODY -> Credentials.NONE;
        });
  }

  @Override
  public Facts furnish(List<String> needs) {
    Facts facts = new Facts().putAll(templates.facts());
    needs.stream().filter(need -> !need.startsWith("pending")).forEach(n -> furnish(n, facts));
    // what waits is launched last, for the others move time on
    needs.stream().filter(need -> need.startsWith("pending")).forEach(n -> furnish(n, facts));
    return facts;
  }

  private void furnish(String need, Facts facts) {
    switch (need) {
      case "finishedJob" -> putJob(facts, need, ended(Ending.succeeds()));
      case "secondJob" -> putJob(facts, need, ended(Ending.succeeds()));
      case "failedJob" -> putJob(facts, need, ended(Ending.fails()));
      case "runningJob" -> putJob(facts, need, running(templates.slow, fake.user()));
      case "othersJob" -> putJob(facts, need, running(templates.slow, ADMIN));
      case "pendingJob" -> putJob(facts, need, pending(templates.asking));
      case "pendingWorkflow" -> putJob(facts, need, pending(templates.workflow));
      case "runningWorkflow" -> {
        JobRow row = running(templates.slowWorkflow, fake.user());
        putJob(facts, need, row);
        fake.controller()
            .nodes(row.id())
            .forEach(n -> n.job().ifPresent(child -> facts.put(need + ".child", child.id())));
      }
      case "finishedWorkflow" -> putJob(facts, need, over(templates.workflow));
      case "rescuedWorkflow" -> putJob(facts, need, over(templates.rescuing));
      case "failedWorkflow" -> putJob(facts, need, over(templates.failingWorkflow));
      case "labelledJob" -> putJob(facts, need, labelled());
      case "slicedWorkflow" -> putJob(facts, need, running(templates.sliced, fake.user()));
      case "unlicensed" -> fake.controller().license("License is missing.");
      default -> {}
    }
  }

  private static void putJob(Facts facts, String need, JobRow row) {
    facts.put(need, row.id()).put(need + ".template", row.template().orElseThrow());
  }

  private JobRow ended(Ending ending) {
    fake.controller().scriptNext(templates.asking.id(), Script.quick().ends(ending));
    return over(templates.asking);
  }

  private JobRow over(Template template) {
    JobRow row = launch(template, fake.user());
    time.advance(Duration.ofMinutes(1));
    return row;
  }

  private JobRow running(Template template, User by) {
    JobRow row = launch(template, by);
    time.advance(Duration.ofSeconds(1));
    return row;
  }

  private JobRow pending(Template template) {
    fake.controller().scriptNext(template.id(), Script.quick().takes(LONG, LONG, LONG));
    return launch(template, fake.user());
  }

  private JobRow labelled() {
    Template template = templates.prompting;
    ObjectNode prompts = JsonMapper.builder().build().createObjectNode();
    for (String name : List.of("conform-one", "conform-two")) {
      long id = fake.api().addNamed("labels", name, template.organization().id());
      prompts.withArray("labels").add(id);
    }
    ObjectNode none = JsonMapper.builder().build().createObjectNode();
    return fake.controller()
        .launch(new LaunchOrder(template.id(), none, prompts, fake.user(), Optional.empty()));
  }

  private JobRow launch(Template template, User by) {
    ObjectNode variables = JsonMapper.builder().build().createObjectNode();
    variables.put("conformance", "yes");
    return fake.controller().launch(LaunchOrder.of(template.id(), variables, by));
  }

  @Override
  public void close() {
    fake.close();
  }
}
