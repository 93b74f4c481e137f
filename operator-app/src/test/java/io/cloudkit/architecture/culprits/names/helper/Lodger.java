package io.cloudkit.architecture.culprits.names.helper;

import io.cloudkit.architecture.Breaks;

/** A room with no name. */
@Breaks("a_package_says_what_lives_there")
final class Lodger {}
