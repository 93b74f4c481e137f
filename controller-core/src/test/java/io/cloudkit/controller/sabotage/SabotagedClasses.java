package io.cloudkit.controller.sabotage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The engine and its simulation once more, with cuts: the classes that are cut are compiled anew in
 * memory, all others are those of this build.
 */
final class SabotagedClasses extends ClassLoader {
  /** Whose classes know each other, and so must come from one loader. */
  private static final List<String> ROOMS =
      List.of(
          "io.cloudkit.controller.",
          "io.cloudkit.testkit.provider.",
          "io.cloudkit.provider.aap.",
          "io.cloudkit.provider.eda.");

  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java"),
          Path.of("src/test/java"),
          Path.of("../test-kit/src/main/java"),
          Path.of("../provider-aap/src/main/java"),
          Path.of("../provider-eda/src/main/java"));

  private final Map<String, ByteArrayOutputStream> compiled = new HashMap<>();

  SabotagedClasses(List<Cut> cuts) {
    super(SabotagedClasses.class.getClassLoader());
    Map<String, String> sources = new LinkedHashMap<>();
    for (Cut cut : cuts) {
      String source = sources.computeIfAbsent(cut.className(), SabotagedClasses::source);
      sources.put(cut.className(), cut.in(source));
    }
    if (!sources.isEmpty()) {
      compile(sources);
    }
  }

  private static String source(String type) {
    String file = type.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension;
    Path path =
        SOURCES.stream()
            .map(root -> root.resolve(file))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no source of " + type));
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), each.getValue()))
            .toList();
    JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(null, null, null), compiled);
    if (!compiler.getTask(complaints, files, null, options, null, units).call()) {
      throw new IllegalArgumentException(complaints.toString());
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (ROOMS.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    if (compiled.containsKey(name)) {
      return compiled.get(name).toByteArray();
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what is compiled. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> compiled;

    InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> compiled) {
      super(files);
      this.compiled = compiled;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      compiled.put(name, bytes);
      return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }
}
