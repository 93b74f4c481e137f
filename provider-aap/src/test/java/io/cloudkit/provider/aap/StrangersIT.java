package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a restore a stored id is another's job, which is neither followed nor cancelled. */
class StrangersIT {
  /** As the Go operator wrote ids. */
  private static final String WITHOUT_OPERATION = "%d";

  /** Of a job that AAP started without our variables. */
  private static final String BARE = "job-%d-bare";

  private FakeAap aap;
  private Template template;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    provider = OneVm.provider(aap.url(), new TestContext(aap::token), Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void aJobOfAnotherResourceIsNotOurs() {
    ObjectNode anothers = uid("uid-of-another");
    isForeign(anothers, WITHOUT_OPERATION, "");
    isForeign(anothers, BARE, "op1");
  }

  @Test
  void aJobOfAnotherOperationIsNotTheOneThatLacksOurs() {
    ObjectNode anothers = JsonNodeFactory.instance.objectNode();
    anothers.putObject("cloudkit_operation").put("id", "op2");
    isForeign(anothers, BARE, "op1");
  }

  @Test
  void aJobOfTheResourceOrOfNoneThatIsNamedIsFollowed() {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    assertThat(observed(uid("uid-1"), WITHOUT_OPERATION, "")).doesNotStartWith("foreign");
    assertThat(observed(nothing, WITHOUT_OPERATION, "")).doesNotStartWith("foreign");
    assertThat(observed(nothing, BARE, "op1")).doesNotStartWith("foreign");
  }

  private void isForeign(ObjectNode variables, String id, String operation) {
    JobQuery query = query(variables, id, operation);
    assertThat(words(provider.observe(query))).startsWith("foreign");
    aap.forgetRequests();
    assertThat(words(provider.cancel(query))).startsWith("refused");
    assertThat(aap.requests()).noneMatch(request -> request.method().equals("POST"));
  }

  private String observed(ObjectNode variables, String id, String operation) {
    return words(provider.observe(query(variables, id, operation)));
  }

  private JobQuery query(ObjectNode variables, String id, String operation) {
    long job = aap.controller().launch(LaunchOrder.of(template.id(), variables, aap.user())).id();
    return OneVm.query(JobRef.of("aap", JobType.PROVISION, id.formatted(job), operation));
  }

  private static ObjectNode uid(String uid) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables
        .putObject("ansible_eda")
        .putObject("event")
        .putObject("payload")
        .putObject("metadata")
        .put("uid", uid);
    return variables;
  }
}
