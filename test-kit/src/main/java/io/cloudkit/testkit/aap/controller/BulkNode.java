package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One launch of a bulk launch (§3.11).
 *
 * @param template what is launched
 * @param identifier its name among the nodes
 * @param variables its own; they win over those of the whole
 */
public record BulkNode(long template, String identifier, ObjectNode variables) {}
