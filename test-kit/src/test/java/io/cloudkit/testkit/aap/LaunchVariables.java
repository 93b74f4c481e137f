package io.cloudkit.testkit.aap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The variables that the operator sends, as far as the fake reads them. */
public final class LaunchVariables {
  private LaunchVariables() {}

  public static ObjectNode provision(String uid, String operation) {
    return of("Provision", uid, operation);
  }

  public static ObjectNode deprovision(String uid, String operation) {
    return of("Deprovision", uid, operation);
  }

  private static ObjectNode of(String type, String uid, String operation) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables
        .putObject("cloudkit_operation")
        .put("id", operation)
        .put("claim", "claim-of-" + operation)
        .put("type", type);
    variables
        .withObject("/ansible_eda/event/payload/metadata")
        .put("uid", uid)
        .put("name", "vm-" + uid)
        .put("namespace", "tenant");
    return variables;
  }
}
