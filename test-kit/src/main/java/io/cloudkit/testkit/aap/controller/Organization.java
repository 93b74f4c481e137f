package io.cloudkit.testkit.aap.controller;

/** An organization: template names are unique only within one (§2.2). */
public record Organization(long id, String name) {}
