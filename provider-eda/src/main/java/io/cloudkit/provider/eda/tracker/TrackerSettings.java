package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.List;

/** The settings of the look into AAP by their names. */
public final class TrackerSettings {
  static final String URL = "tracker-url";
  static final String TOKEN = "tracker-token";
  static final String PROVISION_TEMPLATE = "tracker-provision-template";
  static final String DEPROVISION_TEMPLATE = "tracker-deprovision-template";
  static final String CA_FILE = "tracker-ca-file";
  static final String INTERVAL = "tracker-interval";
  static final String SETTLE = "tracker-settle";

  /** All of them, as people read of them. */
  public static final List<ConfigProperty> PROPERTIES =
      List.of(
          ConfigProperty.named(
                  URL,
                  ConfigProperty.Type.URL,
                  "Base of the API of the AAP that runs the rulebook's jobs, to be looked into for"
                      + " their states: https://host, or with the path /api/v2, or behind the gateway"
                      + " /api/controller/v2.")
              .build(),
          ConfigProperty.text(
                  TOKEN, "Bearer token of an account that may read these jobs; never more.")
              .secret()
              .build(),
          ConfigProperty.text(
                  PROVISION_TEMPLATE,
                  "Template that the rulebook starts for provision, by name or by id.")
              .build(),
          ConfigProperty.text(
                  DEPROVISION_TEMPLATE,
                  "Template that the rulebook starts for deprovision, by name or by id.")
              .build(),
          ConfigProperty.text(
                  CA_FILE,
                  "File of PEM certificates of authorities of that AAP, to trust besides the JVM's;"
                      + " read again when it changes.")
              .build(),
          ConfigProperty.named(
                  INTERVAL,
                  ConfigProperty.Type.DURATION,
                  "From one look into AAP to the next, while jobs are followed.")
              .defaultValue("10s")
              .build(),
          ConfigProperty.named(
                  SETTLE,
                  ConfigProperty.Type.DURATION,
                  "How long after its end AAP may still change a job, or show one that was launched"
                      + " before.")
              // aap-api.md §3.9, §4.8: 150 s to a late commit; rule 13: 120 s to the last reaper
              .defaultValue("150s")
              .build());

  private TrackerSettings() {}
}
