package io.cloudkit.architecture.culprits.circle.back;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.architecture.culprits.circle.there.There;
import java.util.List;

/** The other half. */
@Breaks("packages_form_no_cycle")
public record Back(List<There> there) {
  There first() {
    return there.get(0);
  }
}
