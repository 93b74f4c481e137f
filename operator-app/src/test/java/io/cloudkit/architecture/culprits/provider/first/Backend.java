package io.cloudkit.architecture.culprits.provider.first;

/** No culprit: what others should not see. */
public record Backend(String url) {}
