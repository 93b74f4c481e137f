package io.cloudkit.provider.eda.settings;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.List;

/** The settings of an instance by their names, but those of the look into AAP. */
public final class EdaSettings {
  public static final String PROVISION_WEBHOOK = "provision-webhook";
  public static final String DEPROVISION_WEBHOOK = "deprovision-webhook";
  public static final String TOKEN = "token";
  public static final String AUTH_HEADER = "auth-header";
  public static final String USER = "user";
  public static final String PASSWORD = "password";
  public static final String HMAC_SECRET = "hmac-secret";
  public static final String HMAC_ALGORITHM = "hmac-algorithm";
  public static final String HMAC_ENCODING = "hmac-encoding";
  public static final String HMAC_PREFIX = "hmac-prefix";
  public static final String HMAC_HEADER = "hmac-header";
  public static final String CA_FILE = "ca-file";
  public static final String CLIENT_CERTIFICATE_FILE = "client-certificate-file";
  public static final String CLIENT_KEY_FILE = "client-key-file";
  public static final String CALL_TIMEOUT = "call-timeout";
  public static final String DELIVERY_BOUND = "delivery-bound";
  public static final String MAX_JOB_DURATION = "max-job-duration";
  public static final String SETTLE = "settle";
  public static final String MINIMUM_REQUEST_INTERVAL = "minimum-request-interval";
  public static final String REQUIRED_FIELDS = "required-fields";
  public static final String PLAYBOOK_FINALIZER = "playbook-finalizer";
  public static final String RECONCILED_ANNOTATION = "reconciled-annotation";
  public static final String ACCEPT_PLAIN_VERSION = "accept-plain-version";

  /** Digests of signatures, as EDA calls them. */
  private static final String[] ALGORITHMS = {
    "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512"
  };

  /** All of them, as people read of them. */
  public static final List<ConfigProperty> PROPERTIES =
      List.of(
          ConfigProperty.named(
                  PROVISION_WEBHOOK,
                  ConfigProperty.Type.URL,
                  "Webhook of the rulebook for provision, with the path that its rule waits for and"
                      + " no slash at the end: http://innabox-eda-service:5000/create-compute-instance;"
                      + " or the address of an event stream, with the slash at its end.")
              .required()
              .build(),
          ConfigProperty.named(
                  DEPROVISION_WEBHOOK,
                  ConfigProperty.Type.URL,
                  "Webhook or event stream for deprovision, as the other one.")
              .required()
              .build(),
          ConfigProperty.text(TOKEN, "Token, if EDA asks for one.").secret().build(),
          ConfigProperty.text(
                  AUTH_HEADER,
                  "Header that shows the token, as a bearer in Authorization, as it is in another; or"
                      + " user and password.")
              .defaultValue("Authorization")
              .build(),
          ConfigProperty.text(USER, "User of an event stream that asks for a password.").build(),
          ConfigProperty.text(PASSWORD, "Password of that user.").secret().build(),
          ConfigProperty.text(HMAC_SECRET, "Secret to sign events with, if EDA asks for it.")
              .secret()
              .build(),
          ConfigProperty.text(
                  HMAC_ALGORITHM,
                  "Digest of the signature, as EDA calls it: sha256, sha512, sha3_256 and the like.")
              .choices(ALGORITHMS)
              .defaultValue("sha256")
              .build(),
          ConfigProperty.text(
                  HMAC_ENCODING,
                  "How the signature is written, hex or base64; HMAC event streams have base64 unless told"
                      + " otherwise.")
              .choices("hex", "base64")
              .defaultValue("hex")
              .build(),
          ConfigProperty.text(
                  HMAC_PREFIX,
                  "What stands before the signature, such as sha256=; nothing unless set.")
              .build(),
          ConfigProperty.text(HMAC_HEADER, "Header of the signature.")
              .defaultValue("x-hub-signature-256")
              .build(),
          ConfigProperty.text(
                  CA_FILE,
                  "File of PEM certificates of authorities to trust besides the JVM's; read again when"
                      + " it changes.")
              .build(),
          ConfigProperty.text(
                  CLIENT_CERTIFICATE_FILE,
                  "File of the PEM certificate to show, with its chain; read again when it changes.")
              .build(),
          ConfigProperty.text(
                  CLIENT_KEY_FILE,
                  "File of its PEM key, in PKCS #8 without a password; read again when it changes.")
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
                      + " the connection is gone: the longest queue, which is the most events at once"
                      + " divided by the jobs that run at once, times what a job takes, and its"
                      + " launch. Too short, and a create that waits there is posted again and runs"
                      + " twice.")
              // eda-api.md §1, §6: 200 creates, of which 25 run at once for 150 s, begin within 18
              // minutes
              .defaultValue("25m")
              .build(),
          ConfigProperty.named(
                  MAX_JOB_DURATION,
                  ConfigProperty.Type.DURATION,
                  "Longest time from the posting of an event to the end of its playbook, with the"
                      + " time in queues: more than delivery-bound, by what the longest playbook takes."
                      + " After it a job that gave no sign is taken to be dead.")
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
              .build(),
          ConfigProperty.named(
                  ACCEPT_PLAIN_VERSION,
                  ConfigProperty.Type.BOOLEAN,
                  "true believes playbooks that write the version without the claim of their launch,"
                      + " unless the annotation said so before it: then the word of an older job can"
                      + " be taken for that of a later one.")
              .defaultValue("false")
              .build());

  private EdaSettings() {}

  /** What a setting is unless it is set; empty for nothing. */
  public static String usual(String setting) {
    return PROPERTIES.stream()
        .filter(property -> property.name().equals(setting))
        .findFirst()
        .flatMap(ConfigProperty::defaultValue)
        .orElse("");
  }
}
