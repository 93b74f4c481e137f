package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.FakeAapBuilder;
import io.cloudkit.testkit.aap.controller.ControllerSettings.Managers;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.FaultReader;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import io.cloudkit.testkit.yaml.YamlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a simulated AAP is to be, read from YAML: {@code server}, {@code users}, {@code templates},
 * what launches name besides ({@link NamedEntry}), and {@code faults}, each of which may be left
 * out. docs/fake-aap.md tells all fields.
 */
public final class Scenario {
  private static final Map<String, User.Role> ROLES =
      Map.of(
          "ordinary", User.Role.ORDINARY,
          "superuser", User.Role.SUPERUSER,
          "outsider", User.Role.OUTSIDER,
          "read-only", User.Role.READ_ONLY);

  private static final String[] FIELDS =
      Stream.of(
              Stream.of("server", "users", "templates"),
              NamedEntry.COLLECTIONS.stream(),
              Stream.of("faults"))
          .flatMap(names -> names)
          .toArray(String[]::new);

  private record Account(User user, String token) {}

  private final Optional<Fields> server;
  private final List<Account> accounts;
  private final List<TemplateEntry> templates;
  private final List<NamedEntry> named;
  private final Consumer<Faults> faults;

  private Scenario(Fields fields) {
    this.server =
        fields
            .get("server")
            .map(
                entry ->
                    entry.object(
                        "seed",
                        "latency",
                        "latency_per_row",
                        "manager_tick",
                        "manager_commit",
                        "jobs_kept"));
    this.accounts = fields.get("users").map(Scenario::accounts).orElse(List.of());
    this.templates = fields.get("templates").map(TemplateEntry::all).orElse(List.of());
    this.named =
        NamedEntry.COLLECTIONS.stream()
            .flatMap(
                collection ->
                    fields.get(collection).stream()
                        .flatMap(list -> NamedEntry.all(collection, list).stream()))
            .toList();
    this.faults = fields.get("faults").map(FaultReader::read).orElse(none -> {});
  }

  /**
   * Reads a scenario.
   *
   * @param source what the text is called in messages, such as its file
   * @throws YamlException if it is not understood: where, what was expected, and what was found
   */
  public static Scenario read(String source, String text) {
    Scenario scenario = new Scenario(Entry.read(source, text).object(FIELDS));
    scenario.changes(FakeAap.builder()); // complains now rather than at the start
    return scenario;
  }

  private static List<Account> accounts(Entry list) {
    List<Account> accounts = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    for (Entry entry : list.list()) {
      Fields fields = entry.object("name", "token", "role");
      Entry token = fields.want("token");
      if (!tokens.add(token.secret())) {
        throw token.refuse("a token that no other user has", "one that is there twice");
      }
      User.Role role = fields.get("role").map(word -> word.word(ROLES)).orElse(User.Role.ORDINARY);
      accounts.add(
          new Account(
              new User(5L + accounts.size(), fields.want("name").text(), role), token.secret()));
    }
    return accounts;
  }

  /** Starts it; what the builder was told besides stays. */
  public FakeAap start(FakeAapBuilder builder) {
    changes(builder);
    FakeAap aap = builder.start();
    accounts.forEach(account -> aap.accept(account.token(), account.user()));
    server
        .flatMap(s -> s.get("jobs_kept"))
        .ifPresent(age -> aap.controller().keepJobsFor(age.duration()));
    TemplateEntry.add(templates, aap);
    named.forEach(entry -> entry.addTo(aap));
    faults.accept(aap.faults());
    return aap;
  }

  private Duration time(String setting) {
    return server.flatMap(s -> s.get(setting)).map(Entry::duration).orElse(Duration.ZERO);
  }

  private void changes(FakeAapBuilder builder) {
    server
        .flatMap(s -> s.get("seed"))
        .ifPresent(seed -> builder.seed(seed.integer(0, Integer.MAX_VALUE)));
    server.flatMap(s -> s.get("latency")).ifPresent(time -> builder.latency(time.duration()));
    server
        .flatMap(s -> s.get("latency_per_row"))
        .ifPresent(time -> builder.latencyPerRow(time.duration()));
    Managers managers = new Managers(time("manager_tick"), time("manager_commit"));
    builder.settings(settings -> settings.withManagers(managers));
    accounts.stream()
        .findFirst()
        .ifPresent(first -> builder.user(first.user()).token(first.token()));
  }
}
