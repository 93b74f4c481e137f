package io.cloudkit.architecture.culprits.controller.decide;

import io.cloudkit.architecture.Breaks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A decision that is logged before it is saved. */
@Breaks("deciding_is_pure")
final class DecidesAloud {
  static final Logger LOG = LoggerFactory.getLogger("decide");
}
