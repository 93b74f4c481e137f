package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.ResourceStatus;

/**
 * Everything that a decision is made from.
 *
 * @param wish what is asked of the resource
 * @param status what was written about it last
 * @param facts what is known besides
 * @param policy the settings
 */
public record Situation(Wish wish, ResourceStatus status, Facts facts, Policy policy) {}
