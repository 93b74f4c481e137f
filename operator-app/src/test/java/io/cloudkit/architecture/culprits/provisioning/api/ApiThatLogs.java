package io.cloudkit.architecture.culprits.provisioning.api;

import io.cloudkit.architecture.Breaks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every vendor would inherit our logging. */
@Breaks("the_api_needs_nothing_but_the_jdk")
final class ApiThatLogs {
  static final Logger LOG = LoggerFactory.getLogger("api");
}
