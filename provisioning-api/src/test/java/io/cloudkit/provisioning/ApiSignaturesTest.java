package io.cloudkit.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Providers that were compiled last year must link this year: what is public is kept in {@code
 * api-signatures.txt}, and a line that vanishes from the code breaks somebody's jar.
 */
class ApiSignaturesTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path GOLDEN = Path.of("api-signatures.txt");

  @Test
  void nothingPublicWasRemovedOrChanged() throws Exception {
    Set<String> now = signatures();
    List<String> golden = Files.readAllLines(GOLDEN);

    assertThat(now)
        .as("removed or changed: breaks providers that were compiled against it; put it back")
        .containsAll(golden);
  }

  @Test
  void whatWasAddedIsWrittenDown() throws Exception {
    Set<String> now = signatures();
    Files.write(Path.of("target/api-signatures.txt"), now);

    assertThat(Files.readAllLines(GOLDEN))
        .as("added: copy target/api-signatures.txt over api-signatures.txt and commit it")
        .containsAll(now);
  }

  private static Set<String> signatures() throws IOException, ClassNotFoundException {
    Set<String> lines = new TreeSet<>();
    for (Class<?> type : publicTypes()) {
      lines.add(Modifier.toString(type.getModifiers()) + " " + type.getName() + supertypes(type));
      for (Field field : type.getDeclaredFields()) {
        if (isVisible(field.getModifiers())) {
          lines.add(line(type, field, field.toGenericString()));
        }
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (isVisible(constructor.getModifiers())) {
          lines.add(line(type, constructor, constructor.toGenericString()));
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
          lines.add(line(type, method, method.toGenericString()));
        }
      }
    }
    return lines;
  }

  private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        String name = CLASSES.relativize(file).toString().replace(".class", "").replace('/', '.');
        if (name.endsWith("package-info")) {
          continue;
        }
        Class<?> type = Class.forName(name);
        if (isVisible(type.getModifiers())) {
          types.add(type);
        }
      }
    }
    assertThat(types).as("compiled public types under " + CLASSES).hasSizeGreaterThan(20);
    return types;
  }

  private static String supertypes(Class<?> type) {
    List<String> names = new ArrayList<>();
    if (type.getSuperclass() != null && type.getSuperclass() != Object.class) {
      names.add(type.getSuperclass().getName());
    }
    for (Class<?> face : type.getInterfaces()) {
      names.add(face.getName());
    }
    return names.isEmpty() ? "" : " : " + String.join(", ", names);
  }

  private static String line(Class<?> type, AccessibleObject member, String signature) {
    return type.getName() + " " + member.getClass().getSimpleName() + " " + signature;
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
