package io.cloudkit.provider.eda;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes providers of Event-Driven Ansible. */
public final class EdaProviderFactory implements ProvisioningProviderFactory {
  static final String PROVISION_WEBHOOK = "provision-webhook";
  static final String DEPROVISION_WEBHOOK = "deprovision-webhook";
  static final String TOKEN = "token";
  static final String HMAC_SECRET = "hmac-secret";
  static final String CALL_TIMEOUT = "call-timeout";
  static final String DELIVERY_BOUND = "delivery-bound";
  static final String MAX_JOB_DURATION = "max-job-duration";
  static final String SETTLE = "settle";
  static final String MINIMUM_REQUEST_INTERVAL = "minimum-request-interval";
  static final String REQUIRED_FIELDS = "required-fields";
  static final String PLAYBOOK_FINALIZER = "playbook-finalizer";
  static final String RECONCILED_ANNOTATION = "reconciled-annotation";

  private static final List<ConfigProperty> PROPERTIES =
      List.of(
          ConfigProperty.named(
                  PROVISION_WEBHOOK,
                  ConfigProperty.Type.URL,
                  "Webhook of the rulebook for provision, with the path that its rule waits for and"
                      + " no slash at the end: http://innabox-eda-service:5000/create-compute-instance.")
              .required()
              .build(),
          ConfigProperty.named(
                  DEPROVISION_WEBHOOK,
                  ConfigProperty.Type.URL,
                  "Webhook of the rulebook for deprovision, as the other one.")
              .required()
              .build(),
          ConfigProperty.named(
                  TOKEN,
                  ConfigProperty.Type.STRING,
                  "Bearer token, if the rulebook's webhook asks for one.")
              .secret()
              .build(),
          ConfigProperty.named(
                  HMAC_SECRET,
                  ConfigProperty.Type.STRING,
                  "Secret to sign events with, if the rulebook's webhook asks for it: SHA-256 in"
                      + " hexadecimal, in the header x-hub-signature-256.")
              .secret()
              .build(),
          ConfigProperty.named(
                  CALL_TIMEOUT,
                  ConfigProperty.Type.DURATION,
                  "Longest time of one call; a webhook whose rulebook is busy lets it hang.")
              .defaultValue("10s")
              .build(),
          ConfigProperty.named(
                  DELIVERY_BOUND,
                  ConfigProperty.Type.DURATION,
                  "How long after its posting EDA may begin with an event at the latest, although"
                      + " the connection is gone.")
              // eda-api.md §8.8: 190 s seen with 30 events at once
              .defaultValue("5m")
              .build(),
          ConfigProperty.named(
                  MAX_JOB_DURATION,
                  ConfigProperty.Type.DURATION,
                  "Longest time from the posting of an event to the end of its playbook, with the"
                      + " time in queues; after it a job that gave no sign is taken to be dead.")
              // eda-api.md §4: a playbook waits 600 s for a machine, a delete 300 s for each part
              .defaultValue("30m")
              .build(),
          ConfigProperty.named(
                  SETTLE,
                  ConfigProperty.Type.DURATION,
                  "How long a playbook may still work after it wrote its annotation.")
              // eda-api.md §4: floating address and load balancer come after it
              .defaultValue("30s")
              .build(),
          ConfigProperty.named(
                  MINIMUM_REQUEST_INTERVAL,
                  ConfigProperty.Type.DURATION,
                  "Least time between two events of one type for one resource; 0 is none.")
              .defaultValue("0")
              .build(),
          ConfigProperty.named(
                  REQUIRED_FIELDS,
                  ConfigProperty.Type.STRING,
                  "Fields that the playbooks read, as paths joined by commas: without them nothing is"
                      + " posted, since the job would fail and nobody be told.")
              // eda-api.md §4
              .defaultValue(
                  "spec.templateID,status.tenantReference.name,status.tenantReference.namespace")
              .build(),
          ConfigProperty.named(
                  PLAYBOOK_FINALIZER,
                  ConfigProperty.Type.STRING,
                  "Finalizer that a playbook adds before it begins, and removes when all is gone.")
              .defaultValue("cloudkit.openshift.io/computeinstance-aap")
              .build(),
          ConfigProperty.named(
                  RECONCILED_ANNOTATION,
                  ConfigProperty.Type.STRING,
                  "Annotation in which a playbook repeats status.desiredConfigVersion when it is"
                      + " done.")
              .defaultValue("cloudkit.openshift.io/reconciled-config-version")
              .build());

  @Override
  public ProviderType type() {
    return ProviderType.of("eda");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    return PROPERTIES;
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return EdaProvider.create(config, context, UnaryOperator.identity());
  }
}
