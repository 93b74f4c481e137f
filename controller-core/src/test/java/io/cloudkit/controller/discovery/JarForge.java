package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles Java text and packs it into a jar, as a vendor would: against the SPI on the class path
 * of the tests, or against classes of the same name that are given and left out of the jar.
 */
final class JarForge {
  private final Path workshop;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  JarForge(Path temporary) throws IOException {
    workshop = Files.createTempDirectory(temporary, "forge");
  }

  /** A class, by its full name. */
  JarForge with(String name, String source) {
    sources.put(name, source);
    return this;
  }

  /** A class to compile against that is not in the jar. */
  JarForge against(String name, String source) {
    leftOut.add(name);
    return with(name, source);
  }

  JarForge withFile(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** Names the factories of this jar. */
  JarForge naming(String... factories) {
    return withFile(
        "META-INF/services/" + ProvisioningProviderFactory.class.getName(),
        String.join("\n", factories));
  }

  /** Compiles and packs. */
  void into(Path jar) throws IOException {
    compile();
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(workshop)) {
      for (Path each : classes.filter(Files::isRegularFile).sorted().toList()) {
        String name = workshop.relativize(each).toString();
        if (leftOut.stream().noneMatch(absent -> name.startsWith(absent.replace('.', '/')))) {
          put(out, name, Files.readAllBytes(each));
        }
      }
      for (Map.Entry<String, String> each : files.entrySet()) {
        put(out, each.getKey(), each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private void compile() {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", workshop.toString());
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), each.getValue()))
            .toList();
    if (!compiler.getTask(complaints, null, null, options, null, units).call()) {
      throw new IllegalArgumentException(complaints.toString());
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(
          URI.create("string:///" + name.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension),
          JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
