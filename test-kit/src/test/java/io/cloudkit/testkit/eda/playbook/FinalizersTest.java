package io.cloudkit.testkit.eda.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalizersTest {
  private static final ManagedKind KIND = ManagedKind.computeInstance();

  private static JsonNode having(String... finalizers) {
    ObjectNode resource = Cluster.MAPPER.createObjectNode();
    resource.putObject("metadata").set("finalizers", Cluster.MAPPER.valueToTree(finalizers));
    return resource;
  }

  /** eda-api.md, simulator rule 8: the origin's filter makes null of an empty list. */
  @Test
  void theLastOneLeavesNoListAndNotAnEmptyOne() throws PlaybookFailure {
    JsonNode none = Finalizers.absent(KIND, having(KIND.finalizer())).at("/metadata/finalizers");
    JsonNode one =
        Finalizers.absent(KIND, having("o", KIND.finalizer())).at("/metadata/finalizers");
    assertThat(none.isNull()).isTrue();
    assertThat(one).extracting(JsonNode::asText).isEqualTo(List.of("o"));
  }
}
