package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a world is now, as 128 bits. It is taken of every field of every object that the world
 * reaches: what is stored, jobs and machines, each living process with its engine's private memory,
 * what the judge knows, and the time. Nothing is rounded, and nothing has to be listed to be in it:
 * what the engine begins to remember tomorrow is in it, too.
 *
 * <p>Left out are {@link #UNSEEN} and {@link #CONSTANT}, with their reasons. Names that are given
 * at random (operations, claims, processes) and resource versions are only ever compared for
 * equality, so they count by the order in which they appear. Two worlds with one fingerprint
 * therefore go the same ways.
 */
final class Fingerprint {
  /** What nothing that decides or judges looks at. */
  static final Set<String> UNSEEN =
      Set.of(
          // counters, and the processes of a bad day, which a small one keeps itself
          "Schedule.steps",
          "Processes.names",
          "Processes.started",
          "Processes.processes",
          // older versions, and how far behind a cache is: no fault of a small world shows them
          "SimulatedApi.histories",
          "SimulatedApi.stored",
          "SimulatedApi.lastRead",
          "SimulatedApi.lastVersion",
          "CachedResources.places",
          // what was counted, and what only tells whether to judge again
          "Chronicle.faults",
          "Chronicle.helped",
          "Chronicle.rules",
          // what is known of several resources
          "Chronicle.unexplained",
          "Witnesses.unexplained",
          "ChaoticProvider.toldEnded",
          "Judge.judged",
          "InMemoryBackend.changes",
          "InMemoryBackend.overlaps");

  /** The draws are the ways, not the world; what else is here never changes on a day. */
  private static final Set<Class<?>> CONSTANT =
      Set.of(
          Chaos.class,
          Story.class,
          Ability.class,
          PlainJobs.class,
          UntilCalm.class,
          ProviderTraits.class,
          EngineSettings.class);

  private static final Pattern NAMES = Pattern.compile("\\b(?:op-|rv-|p)\\d+\\b");
  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  private final StringBuilder text = new StringBuilder(4096);
  private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();

  /**
   * Of a world in which no cache lags.
   *
   * @param roots from which everything is reached
   * @param more what else counts
   */
  Fingerprint(List<?> roots, Object... more) {
    roots.forEach(this::write);
    for (Object each : more) {
      write(each);
    }
  }

  /** What it was taken of, to be read when two worlds should be one and are not. */
  String text() {
    Map<String, String> names = new HashMap<>();
    Matcher name = NAMES.matcher(text);
    StringBuilder renamed = new StringBuilder(text.length());
    while (name.find()) {
      name.appendReplacement(
          renamed, names.computeIfAbsent(name.group(), any -> "#" + names.size()));
    }
    return name.appendTail(renamed).toString();
  }

  @Override
  public String toString() {
    try {
      byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void write(Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof java.time.Duration
        || value instanceof java.time.Instant) {
      text.append(value).append(';');
    } else if (value instanceof Optional<?> optional) {
      text.append('?');
      write(optional.orElse(null));
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
      entries.sort(Comparator.comparing(each -> inOrder(each.getKey())));
      for (Map.Entry<?, ?> each : entries) {
        write(each.getKey());
        write(each.getValue());
      }
      text.append('}');
    } else if (value instanceof Collection<?> collection) {
      text.append('[');
      List<Object> all = new ArrayList<>(collection);
      if (collection instanceof Set<?>) {
        all.sort(Comparator.comparing(Fingerprint::inOrder));
      }
      all.forEach(this::write);
      text.append(']');
    } else if (isOurs(value.getClass())) {
      writeObject(value);
    }
    // what is left are functions and the JDK's services, which hold no state of their own
  }

  /** Younger names come later, whatever they count up to. */
  private static String inOrder(Object key) {
    String text = key.toString();
    return (char) text.length() + text;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.cloudkit.")
        && !type.isHidden()
        && !CONSTANT.contains(type);
  }

  private void writeObject(Object value) {
    boolean isData = value.getClass().isRecord();
    Integer before = isData ? null : seen.putIfAbsent(value, seen.size());
    text.append(value.getClass().getSimpleName());
    if (before != null) {
      text.append('@').append(before).append(';');
      return;
    }
    text.append('(');
    if (value instanceof SimulatedApi api) {
      Schedule.KEYS.forEach(key -> write(api.now(key)));
    }
    for (Field field : fields(value.getClass())) {
      if (field.getName().equals("resourceVersion")) {
        text.append("rv-");
      }
      write(read(field, value));
    }
    text.append(')');
  }

  private static Object read(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<Field> fields(Class<?> type) {
    return FIELDS.computeIfAbsent(type, Fingerprint::find);
  }

  private static List<Field> find(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type; isOurs(each); each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        String name = each.getSimpleName() + "." + field.getName();
        if (!Modifier.isStatic(field.getModifiers()) && !UNSEEN.contains(name)) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }
    return fields;
  }
}
