package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A launch that was accepted.
 *
 * @param template id of the template
 * @param variables the accepted variables
 * @param prompts other accepted launch fields
 * @param by who launches
 * @param reservedId an id taken earlier by {@link Controller#reserveJobId}, for late commits
 */
public record LaunchOrder(
    long template, ObjectNode variables, ObjectNode prompts, User by, Optional<Long> reservedId) {

  public static LaunchOrder of(long template, ObjectNode variables, User by) {
    return new LaunchOrder(
        template, variables, JsonNodeFactory.instance.objectNode(), by, Optional.empty());
  }
}
