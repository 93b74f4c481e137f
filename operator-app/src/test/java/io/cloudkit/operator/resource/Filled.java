package io.cloudkit.operator.resource;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records with something in each of their components, of whatever depth; so that a component that
 * is added tomorrow is filled, too.
 */
final class Filled {
  private Filled() {}

  static <T extends Record> T of(Class<T> type) {
    return type.cast(value(type));
  }

  private static Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    return single(plain);
  }

  private static Object single(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == Instant.class) {
      return Instant.parse("2026-01-02T03:04:05Z");
    }
    if (type == int.class || type == Integer.class) {
      return 7;
    }
    if (type == long.class || type == Long.class) {
      return 7L;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == JobRef.class) {
      return JobRef.of("text", JobType.PROVISION, "text", "text");
    }
    throw new IllegalArgumentException("expected a type that is known here, found " + type);
  }

  private static Object container(Class<?> type, Type[] arguments) {
    if (type == Optional.class) {
      return Optional.of(value(arguments[0]));
    }
    if (type == List.class) {
      return List.of(value(arguments[0]));
    }
    if (type == Map.class) {
      return Map.of(value(arguments[0]), value(arguments[1]));
    }
    throw new IllegalArgumentException("expected a type that is known here, found " + type);
  }

  private static Object record(Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      values.add(value(component.getGenericType()));
    }
    try {
      return type.getDeclaredConstructor(types.toArray(Class[]::new)).newInstance(values.toArray());
    } catch (ReflectiveOperationException refused) {
      throw new IllegalStateException(type + " does not take " + values, refused);
    }
  }
}
