package io.cloudkit.architecture.culprits.names;

import io.cloudkit.architecture.Breaks;

/** Names that say how, and not what. */
final class Names {
  private Names() {}

  @Breaks("a_class_says_what_it_is")
  static final class LaunchImpl {}

  @Breaks("a_class_says_what_it_is")
  static final class LaunchManager {}

  @Breaks("a_class_says_what_it_is")
  static final class LaunchHelper {}

  @Breaks("a_class_says_what_it_is")
  static final class LaunchUtils {}

  @Breaks("a_class_says_what_it_is")
  abstract static class AbstractLaunch {}
}
