package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusJsonTest {
  private static final Launch LAUNCH =
      new Launch(
          "op",
          "claim",
          JobType.PROVISION,
          "aap",
          "v1-a",
          1,
          Optional.of("mark"),
          false,
          "me",
          Instant.EPOCH,
          Optional.empty());

  @Test
  void whatIsWrittenIsReadAgain() {
    for (long seed = 0; seed < 500; seed++) {
      RandomStatus random = new RandomStatus(seed);
      ResourceStatus first = random.next();
      ResourceStatus second = random.next();
      JsonNode written = text(StatusJson.write(json("{}"), first));

      assertThat(StatusJson.read(written)).as("seed %d", seed).isEqualTo(first);
      assertThat(StatusJson.read(text(StatusJson.write(written, second))))
          .as("seed %d, over another status", seed)
          .isEqualTo(second);
    }
  }

  @Test
  void whatIsAbsentVanishes() {
    JsonNode full = StatusJson.write(json("{}"), withLaunch());

    JsonNode next = StatusJson.write(full, ResourceStatus.EMPTY);

    assertThat(names(next)).containsExactlyInAnyOrder("observedGeneration", "conditions");
  }

  @Test
  void fieldsOfOthersStayAsTheyAre() {
    JsonNode before =
        json(
            """
            {"tenant": {"b": [1, 2.50, null], "a": {"deep": true}},
             "phase": "Ready",
             "note": "",
             "virtualMachineReference": {"namespace": "x"}}""");

    JsonNode after = StatusJson.write(before, withLaunch());

    for (String field : List.of("tenant", "note", "virtualMachineReference")) {
      assertThat(after.get(field).toString()).isEqualTo(before.get(field).toString());
    }
    assertThat(after.has("phase")).as("ours, and absent now").isFalse();
  }

  @Test
  void aDocumentIsNotChangedByWritingFromIt() {
    JsonNode before = json("{\"phase\": \"Ready\", \"other\": {}}");
    String text = before.toString();

    StatusJson.write(before, withLaunch());

    assertThat(before.toString()).isEqualTo(text);
  }

  @Test
  void conditionsOfOthersStayByteForByteAndInTheirOrder() {
    String theirs =
        "{\"type\":\"NetworkReady\",\"status\":\"True\",\"severity\":\"Info\",\"since\":4.0}";
    JsonNode before =
        json("{\"conditions\": [" + theirs + ", {\"type\": \"Held\", \"status\": \"True\"}]}");
    ResourceStatus read = StatusJson.read(before);
    List<Condition> next = new ArrayList<>();
    next.add(
        new Condition(
            ConditionType.AVAILABLE.toString(), "True", "Provisioned", "", 1, Instant.EPOCH));
    next.addAll(read.conditions().stream().filter(c -> c.type().equals("NetworkReady")).toList());
    ResourceStatus decided = read.edit().conditions(next).build();

    JsonNode after = StatusJson.write(before, decided);

    assertThat(after.get("conditions")).hasSize(2);
    assertThat(after.get("conditions").get(1).toString()).isEqualTo(theirs);
    assertThat(StatusJson.read(after)).as("else it would be written for ever").isEqualTo(decided);
  }

  @Test
  void conditionsOfOthersThatNobodyMentionsStay() {
    JsonNode before =
        json("{\"conditions\": [{\"type\": \"Theirs\", \"status\": \"True\"}, {\"odd\": 1}]}");

    JsonNode after = StatusJson.write(before, ResourceStatus.EMPTY);

    assertThat(after.get("conditions")).isEqualTo(before.get("conditions"));
  }

  @Test
  void fieldsOfALaterVersionStayInTheirJobAndLaunch() {
    JsonNode before =
        json(
            """
            {"provisionJob": {"id": "7", "provider": "aap", "state": "Running", "queue": "fast"},
             "launch": {"operation": "op", "claim": "claim", "type": "Provision",
                        "provider": "aap", "lane": 3}}""");
    ResourceStatus read = StatusJson.read(before);

    JsonNode same = StatusJson.write(before, read);
    JsonNode moved =
        StatusJson.write(
            before,
            read.edit()
                .provisionJob(Optional.empty())
                .jobHistory(List.of(read.provisionJob().orElseThrow()))
                .launch(read.launch().map(each -> each.rearmed("fresh", "me", Instant.EPOCH)))
                .build());

    assertThat(same.at("/provisionJob/queue").asText()).isEqualTo("fast");
    assertThat(same.at("/launch/lane").asInt()).isEqualTo(3);
    assertThat(moved.at("/jobHistory/0/queue").asText()).isEqualTo("fast");
    assertThat(moved.at("/launch").has("lane")).as("another permission").isFalse();
  }

  @Test
  void readsAJobOfTheGoOperator() {
    ResourceStatus status =
        StatusJson.read(
            json(
                """
                {"provisionJob": {"id": "42", "state": "Running", "message": "at work",
                                  "blockDeletionOnFailure": false},
                 "deprovisionJob": {"id": "43", "state": "Succeeded"}}"""));

    Job provision = status.provisionJob().orElseThrow();
    assertThat(provision.id()).isEqualTo("42");
    assertThat(provision.state()).isEqualTo(JobState.RUNNING);
    assertThat(provision.standing()).isEqualTo(Standing.ALIVE);
    assertThat(provision.blockDeletionOnFailure()).isFalse();
    assertThat(provision.provider()).as("for the engine to take over").isEqualTo(Job.UNASSIGNED);
    assertThat(provision.operation()).isEmpty();
    assertThat(provision.requestedAt()).isEqualTo(Instant.EPOCH);
    Job deprovision = status.deprovisionJob().orElseThrow();
    assertThat(deprovision.type()).isEqualTo(JobType.DEPROVISION);
    assertThat(deprovision.standing()).isEqualTo(Standing.DEAD);
    assertThat(deprovision.blockDeletionOnFailure()).isTrue();
    assertThat(status.launchSequence()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Hibernating\"", "7", "{}", "\"\""})
  void aStandingThatIsNotKnownMayBeAlive(String standing) {
    ResourceStatus status =
        StatusJson.read(
            json("{\"provisionJob\": {\"state\": \"Succeeded\", \"standing\": " + standing + "}}"));

    assertThat(status.provisionJob().orElseThrow().mayBeAlive()).isTrue();
  }

  @Test
  void wordsOfALaterVersionAreReadCautiously() {
    ResourceStatus status =
        StatusJson.read(
            json(
                """
                {"phase": "Hibernating",
                 "provisionJob": {"id": "1", "state": "Paused"},
                 "failure": {"kind": "Cosmic", "lastAt": "2026-01-02T03:04:05Z"},
                 "surprise": [1, 2]}"""));

    assertThat(status.phase()).isEmpty();
    assertThat(status.provisionJob().orElseThrow().state()).isEqualTo(JobState.UNKNOWN);
    assertThat(status.failure()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"launch\": \"soon\"}",
        "{\"launch\": {}}",
        "{\"launch\": []}",
        "{\"launch\": {\"operation\": \"o\", \"claim\": 7, \"type\": \"Provision\","
            + " \"provider\": \"aap\"}}",
        "{\"launch\": {\"operation\": \"o\", \"claim\": \"c\", \"type\": \"Upgrade\","
            + " \"provider\": \"aap\"}}",
        "{\"launch\": {\"operation\": \"o\", \"claim\": \"c\", \"type\": \"Provision\","
            + " \"provider\": \"aap\", \"bookmark\": 12}}",
        "{\"provisionJob\": \"42\"}",
        "{\"deprovisionJob\": [42]}",
        "{\"strayJobs\": \"none\"}",
        "{\"strayJobs\": {\"id\": {\"type\": \"Provision\"}}}",
        "{\"strayJobs\": [\"42\"]}",
        "{\"jobHistory\": 3}",
        "{\"provisionJob\": {\"id\": \"4 2\", \"provider\": \"aap\"}}",
      })
  void aLaunchOrAJobThatCanNotBeReadIsNeverNone(String status) {
    assertThatExceptionOfType(UnreadableStatusException.class)
        .isThrownBy(() -> StatusJson.read(json(status)))
        .withMessageStartingWith("status.")
        .withMessageContaining("expected")
        .withMessageContaining("until it is mended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"4\"", "4.5", "true", "{}", "null"})
  void aSequenceThatCanNotBeReadIsLost(String sequence) {
    assertThat(StatusJson.read(json("{\"launchSequence\": " + sequence + "}")).launchSequence())
        .as("which stops launches and releases until a person answers")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | no  | true",
        "4 | yes | true",
        "4 | no  | false", // an earlier version closed what was unresolved
        "5 | yes | false", // … or permitted one more
        "2 | no  | false"
      })
  void claimsAreBelievedIfTheyAreOfAllLaunchesThatAreOver(
      long sequence, String unresolved, boolean believed) {
    ObjectNode status =
        StatusJson.write(
            json("{}"),
            ResourceStatus.EMPTY
                .edit()
                .launchSequence(3)
                .unansweredClaims(Optional.of(List.of("c1")))
                .build());
    status.put("launchSequence", sequence);
    if (unresolved.equals("yes")) {
      status.set("launch", StatusJson.write(json("{}"), withLaunch()).get("launch"));
    }
    assertThat(StatusJson.read(status).unansweredClaims())
        .isEqualTo(believed ? Optional.of(List.of("c1")) : Optional.empty());
  }

  @Test
  void aDoubtThatCanNotBeReadStaysADoubt() {
    String launch =
        "{\"launch\": {\"operation\": \"o\", \"claim\": \"c\", \"type\": \"Provision\","
            + " \"provider\": \"aap\", \"unproven\": \"no\"}}";

    assertThat(StatusJson.read(json(launch)).launch().orElseThrow().unproven()).isTrue();
  }

  private static ResourceStatus withLaunch() {
    return ResourceStatus.EMPTY.edit().launchSequence(3).launch(Optional.of(LAUNCH)).build();
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** As it is after it went over the wire. */
  private static JsonNode text(ObjectNode node) {
    return json(node.toString());
  }

  private static JsonNode json(String text) {
    try {
      return RawResource.mapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
