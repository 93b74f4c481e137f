package io.cloudkit.architecture.culprits.circle.there;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.architecture.culprits.circle.back.Back;

/** Half a circle. */
@Breaks("packages_form_no_cycle")
public record There(Back back) {}
