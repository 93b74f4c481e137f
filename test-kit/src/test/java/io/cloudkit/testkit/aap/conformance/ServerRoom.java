package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A server of somebody's own. */
final class ServerRoom implements Room {
  private final Server server;
  private final String version;
  private final Map<Asker, Credentials> people = new EnumMap<>(Asker.class);
  private final ServerTemplates templates;
  private final ServerJobs jobs;
  private final Optional<ServerSetup> setup;

  /**
   * @throws IllegalStateException if nobody answers there, or the credentials are refused
   */
  ServerRoom(Settings settings, Wire wire) {
    this.server = new Server(settings.url(), wire);
    Answer ping = server.get("/ping/", Credentials.NONE);
    this.version = ping.json().path("version").asText();
    Credentials main =
        settings
            .credentials("")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "expected -Daap.token, or -Daap.user and -Daap.password, found neither"));
    Answer known = server.get("/me/", main);
    JsonNode me = known.json().path("results").path(0);
    if (version.isEmpty() || !me.has("username")) {
      throw new IllegalStateException(
          "expected a controller at "
              + server.base()
              + " that knows us, found version '"
              + version
              + "' by ping, and by me "
              + known.brief());
    }
    people.put(Asker.ANYONE, main);
    people.put(me.path("is_superuser").asBoolean() ? Asker.ADMIN : Asker.SERVICE, main);
    for (Asker asker : List.of(Asker.ADMIN, Asker.SERVICE, Asker.STRANGER, Asker.READER)) {
      settings
          .credentials(asker.name().toLowerCase(Locale.ROOT) + ".")
          .ifPresent(c -> people.put(asker, c));
    }
    people.put(Asker.NOBODY, Credentials.NONE);
    people.put(Asker.FORGED, Credentials.token(UUID.randomUUID().toString()));
    people.put(Asker.MISTYPED, Credentials.password("no-such-user", "no-such-password"));
    this.templates = new ServerTemplates(server, settings, main);
    this.jobs = new ServerJobs(server, templates, settings);
    this.setup =
        settings.isSet("setup") && settings.isSet("changes") && people.containsKey(Asker.ADMIN)
            ? Optional.of(new ServerSetup(server, settings, people, templates))
            : Optional.empty();
    setup.ifPresent(ServerSetup::make);
  }

  @Override
  public String base() {
    return server.base();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Optional<Credentials> credentials(Asker asker) {
    return Optional.ofNullable(people.get(asker));
  }

  @Override
  public Facts furnish(List<String> needs) throws NotHere {
    Facts facts = new Facts();
    for (String need : needs) {
      if (ServerTemplates.isTemplate(need)) {
        templates.furnish(need, facts);
      } else {
        jobs.furnish(need, this::launcher, facts);
      }
    }
    return facts;
  }

  // a job that nobody in particular must have launched is launched by whoever is there
  private Credentials launcher(Asker asker) {
    return people.getOrDefault(asker, people.get(Asker.ANYONE));
  }

  @Override
  public void launched(String path) {
    server.launched(path);
  }

  /** Cancels what still runs, and removes what the set-up made. */
  @Override
  public void close() {
    server.cancelAll(launcher(Asker.ADMIN));
    setup.ifPresent(ServerSetup::remove);
  }
}
