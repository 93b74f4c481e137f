package io.cloudkit.architecture.culprits.operator;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.testkit.provider.InMemoryBackend;

/** Production that needs the test kit. */
@Breaks("only_the_demo_plays_with_fakes")
record PlaysWithFakes(InMemoryBackend backend) {}
