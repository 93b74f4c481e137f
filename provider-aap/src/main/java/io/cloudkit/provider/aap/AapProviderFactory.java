package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Makes providers of AAP and AWX. */
public final class AapProviderFactory implements ProvisioningProviderFactory {
  static final String URL = "url";
  static final String TOKEN = "token";
  static final String USER = "user";
  static final String PASSWORD = "password";
  static final String PROXY = "proxy";
  static final String PROXY_USER = "proxy-user";
  static final String PROXY_PASSWORD = "proxy-password";
  static final String CA_FILE = "ca-file";
  static final String CLIENT_CERTIFICATE_FILE = "client-certificate-file";
  static final String CLIENT_KEY_FILE = "client-key-file";
  static final String INSECURE_SKIP_VERIFY = "insecure-skip-verify";
  static final String NOTIFICATION_PORT = "notification-port";
  static final String NOTIFICATION_SECRET = "notification-secret";
  static final String PROVISION_TEMPLATE = "provision-template";
  static final String DEPROVISION_TEMPLATE = "deprovision-template";
  static final String ORGANIZATION = "organization";
  static final String CALL_TIMEOUT = "call-timeout";
  static final String LATE_COMMIT = "late-commit";
  static final String SETTLE = "settle";
  static final String MAX_JOB_DURATION = "max-job-duration";
  static final String REQUESTS_PER_SECOND = "requests-per-second";
  static final String REDACT = "redact";
  static final String OUTPUTS = "outputs";
  static final String REFUSED_VARIABLES = "refused-variables";

  /** News need two, and resources have questions, too. */
  private static final int FEWEST = 5;

  private static final Duration GATHER = Duration.ofMillis(50);

  private static final List<ConfigProperty> PROPERTIES =
      List.of(
          ConfigProperty.named(
                  URL,
                  ConfigProperty.Type.URL,
                  "Base of the API: https://host, or with the path /api/v2, or behind the gateway"
                      + " /api/controller/v2; the version may be left out.")
              .required()
              .build(),
          ConfigProperty.named(
                  TOKEN,
                  ConfigProperty.Type.STRING,
                  "Bearer token of the account that launches. It, or user and password, is needed.")
              .secret()
              .build(),
          ConfigProperty.text(
                  USER,
                  "Name of the account that launches, instead of a token, where AAP allows Basic"
                      + " authentication: 2.7 does not.")
              .build(),
          ConfigProperty.text(PASSWORD, "Password of that user.").secret().build(),
          ConfigProperty.named(
                  PROVISION_TEMPLATE,
                  ConfigProperty.Type.STRING,
                  "Job or workflow template that provisions, by name or by id.")
              .required()
              .build(),
          ConfigProperty.named(
                  DEPROVISION_TEMPLATE,
                  ConfigProperty.Type.STRING,
                  "Job or workflow template that deprovisions, by name or by id.")
              .required()
              .build(),
          ConfigProperty.named(
                  ORGANIZATION,
                  ConfigProperty.Type.STRING,
                  "Organization of the templates; needed if their names are not unique.")
              .build(),
          ConfigProperty.named(
                  CALL_TIMEOUT,
                  ConfigProperty.Type.DURATION,
                  "Longest time of one call; a launch takes AAP a second or two, a cancel up to"
                      + " 20.")
              .defaultValue("30s")
              .build(),
          ConfigProperty.named(
                  LATE_COMMIT,
                  ConfigProperty.Type.DURATION,
                  "How long after a request AAP may still carry it out, although the connection is"
                      + " gone: its web server's limit for a request.")
              // aap-api.md §3.9: uwsgi 115-120 s, nginx 125 s; §4.8: 150 s with a margin
              .defaultValue("150s")
              .build(),
          ConfigProperty.named(
                  SETTLE,
                  ConfigProperty.Type.DURATION,
                  "How long after its end a job is read once more before it is believed to be dead,"
                      + " where the end itself is not proven.")
              // aap-api.md, rule 13: pod grace 30 s and two reapers of 60 s
              .defaultValue("120s")
              .build(),
          ConfigProperty.named(
                  MAX_JOB_DURATION,
                  ConfigProperty.Type.DURATION,
                  "Longest life of a job; after it a job that can not be seen is taken to be dead.")
              .defaultValue("24h")
              .build(),
          ConfigProperty.named(
                  REQUESTS_PER_SECOND,
                  ConfigProperty.Type.INTEGER,
                  "How many requests are sent in a second, on average. Launches and cancels do not"
                      + " wait, and count: others wait for them, up to a second. Two a second are"
                      + " kept for news of jobs, which are sent whatever else waits."
                      + " 5 or more, or 0 for without end.")
              // peers.md §5: a controller node serves 100 to 300 in a second, and people, too
              .defaultValue("50")
              .build(),
          ConfigProperty.named(
                  PROXY,
                  ConfigProperty.Type.URL,
                  "HTTP proxy on the way to AAP: http://proxy.example.com:3128. Unless set, as"
                      + " HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.")
              .build(),
          ConfigProperty.text(PROXY_USER, "User whom that proxy lets through.").build(),
          ConfigProperty.text(PROXY_PASSWORD, "Password of that user.").secret().build(),
          ConfigProperty.text(
                  CA_FILE,
                  "File of PEM certificates of authorities that are trusted besides those of the"
                      + " JVM. Read anew for each connection.")
              .build(),
          ConfigProperty.text(
                  CLIENT_CERTIFICATE_FILE,
                  "File of the PEM certificate that is shown to AAP, with those between it and its"
                      + " authority, if it asks for one. Read anew for each connection.")
              .build(),
          ConfigProperty.text(
                  CLIENT_KEY_FILE,
                  "File of the PEM key of that certificate, in PKCS #8 without a password. Read"
                      + " anew for each connection.")
              .build(),
          ConfigProperty.named(
                  INSECURE_SKIP_VERIFY,
                  ConfigProperty.Type.BOOLEAN,
                  "true verifies no certificate of AAP: whoever is on the way can read the"
                      + " credentials, and answer in AAP's name. For tests; else use ca-file.")
              .defaultValue("false")
              .build(),
          ConfigProperty.named(
                  NOTIFICATION_PORT,
                  ConfigProperty.Type.INTEGER,
                  "Port for notifications of AAP, each of which has its job looked at at once; 0"
                      + " for none.")
              .defaultValue("0")
              .build(),
          ConfigProperty.text(NOTIFICATION_SECRET, "What notifications have to show to be heard.")
              .secret()
              .build(),
          ConfigProperty.named(
                  REDACT,
                  ConfigProperty.Type.STRING,
                  "Regular expression: what it matches in the words of a job is shown as ***, as"
                      + " passwords and keys of the usual forms are anyhow.")
              .build(),
          ConfigProperty.named(
                  OUTPUTS,
                  ConfigProperty.Type.STRING,
                  "Artifacts of a playbook (set_stats) that the status of a resource shows as"
                      + " outputs of the job, by their names, joined by commas: up to 16. Unless"
                      + " set, none: a playbook may return what not everybody is to see.")
              .build(),
          ConfigProperty.named(
                  REFUSED_VARIABLES,
                  ConfigProperty.Type.STRING,
                  "Names of secrets, joined by commas: a provision of a resource with a text under"
                      + " such a name is refused, since all who may see its job could read it. Words"
                      + " count as a whole, as in db_password or dbPassword; not in secretName or"
                      + " secretRef. none refuses nothing.")
              .defaultValue(SecretVariables.USUAL)
              .build());

  @Override
  public ProviderType type() {
    return ProviderType.of("aap");
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
  public List<ConfigProperty> launchOptions() {
    return LaunchOption.properties();
  }

  /** What is hidden of that instance. */
  static Redaction redaction(ProviderConfig config, ProviderContext context) {
    return new Redaction(
        PROPERTIES.stream()
            .filter(ConfigProperty::isSecret)
            .flatMap(property -> Credentials.secret(context, property.name()).stream())
            .toList(),
        config.optional(REDACT).map(set -> config.parsed(REDACT, Pattern::compile)));
  }

  /** How many are sent in a second; 0 for without end. */
  static int requestsPerSecond(ProviderConfig config) {
    int set = config.integer(REQUESTS_PER_SECOND);
    if (set > 0 && set < FEWEST) {
      throw new IllegalArgumentException(
          REQUESTS_PER_SECOND
              + ": expected "
              + FEWEST
              + " or more, or 0 for without end, found "
              + set
              + ": two in a second are for news of jobs and are sent whatever else waits, and"
              + " resources have questions of their own; to ask less, let news be asked for more"
              + " seldom, by status-poll-interval");
    }
    return set;
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return AapProvider.create(
        config, context, Transport.of(config, context, System.getenv()), GATHER);
  }
}
