package io.cloudkit.provisioning.api;

/** What a job is for. */
public enum JobType {
  /** Makes the infrastructure what the resource asks for: creates it, or changes it. */
  PROVISION("Provision"),
  /** Takes the infrastructure away. */
  DEPROVISION("Deprovision");

  private final String text;

  JobType(String text) {
    this.text = text;
  }

  /** The word written to a resource's status and sent to the backend: {@code Provision}, … */
  @Override
  public String toString() {
    return text;
  }

  /**
   * The type of that {@linkplain #toString() word}.
   *
   * @throws IllegalArgumentException if no type has it
   */
  public static JobType fromText(String text) {
    for (JobType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "job type: expected Provision or Deprovision, found \"" + text + "\"");
  }
}
