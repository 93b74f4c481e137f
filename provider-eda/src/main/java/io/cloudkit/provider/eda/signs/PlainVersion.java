package io.cloudkit.provider.eda.signs;

import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.spi.Finding;
import java.util.List;

/** Whether a version without a claim in the annotation is taken for the word of a playbook. */
public enum PlainVersion {
  REFUSED,
  ACCEPTED;

  private static final Finding LOSS =
      Finding.warning(
          EdaSettings.ACCEPT_PLAIN_VERSION,
          "a version without a claim completes a provision: a playbook that outlived its deadline,"
              + " was given up by a person, or worked for a namesake can be taken for a later one"
              + " of the same version, which may have failed or still run",
          "let the playbooks repeat status.desiredConfigVersion of their event as it is, then"
              + " remove the setting");

  public static PlainVersion of(boolean accepted) {
    return accepted ? ACCEPTED : REFUSED;
  }

  /** What is lost by it, for a person; empty if nothing is. */
  public List<Finding> loss() {
    return this == ACCEPTED ? List.of(LOSS) : List.of();
  }
}
