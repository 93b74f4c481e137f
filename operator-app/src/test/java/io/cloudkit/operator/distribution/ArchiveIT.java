package io.cloudkit.operator.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.distribution.Unpacked.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive as a person unpacks it: what is in it, and what its launcher says. */
@Timeout(300)
class ArchiveIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  @TempDir static Path folder;
  private static Unpacked unpacked;

  @BeforeAll
  static void unpack() throws Exception {
    unpacked = Unpacked.into(folder);
  }

  @Test
  void holdsWhatItsReadmeNames() throws IOException {
    String readme = Files.readString(unpacked.path("README.md"));
    Matcher row = Pattern.compile("(?m)^\\| (.+?) \\|").matcher(readme);
    List<String> named = new ArrayList<>();
    while (row.find()) {
      Matcher name = Pattern.compile("`([^`]+)`").matcher(row.group(1));
      while (name.find()) {
        named.add(name.group(1));
      }
    }
    assertThat(named).hasSize(11).contains("bin", "providers", "NOTICE");
    assertThat(named).allSatisfy(each -> assertThat(unpacked.path(each)).exists());
    assertThat(unpacked.list(".")).as("the README tells of all").containsAll(named).hasSize(12);
    assertThat(unpacked.list("conf")).containsExactly("cloudkit.properties.example", "jvm.options");
    assertThat(unpacked.list("crd")).containsExactly("computeinstances.cloudkit.openshift.io.yaml");
    assertThat(unpacked.list("manifests")).contains("50-deployment.yaml");
    assertThat(unpacked.list("bin")).containsExactly("cloudkit-operator");
    assertThat(unpacked.path("bin/cloudkit-operator")).isExecutable();
  }

  @Test
  void productionHasNeitherAProviderNorAFakeOnItsClassPath() {
    assertThat(unpacked.list("lib"))
        .anyMatch(each -> each.startsWith("operator-app-"))
        .noneMatch(each -> each.startsWith("provider-"))
        .noneMatch(each -> each.startsWith("test-kit-"))
        .noneMatch(each -> each.contains("junit"));
  }

  @Test
  void aProviderHasItsLibrariesAndNotWhatIsShared() {
    for (String provider : List.of("aap", "eda")) {
      assertThat(unpacked.list("providers/" + provider))
          .anyMatch(each -> each.startsWith("provider-" + provider + "-"))
          .anyMatch(each -> each.startsWith("okhttp-"))
          .noneMatch(each -> each.startsWith("provisioning-api-"))
          .noneMatch(each -> each.startsWith("slf4j-"));
      assertThat(versions("providers/" + provider).values()).allMatch(each -> each.size() == 1);
    }
  }

  @Test
  void noLibraryIsOnAClassPathInTwoVersions() {
    Map<String, Set<String>> versions = versions("lib");
    versions("demo").forEach((name, found) -> assertThat(versions).doesNotContainKey(name));
    assertThat(versions.values()).allMatch(each -> each.size() == 1);
  }

  @Test
  void theNoticeNamesEachLibraryWithItsLicence() throws IOException {
    String notice = Files.readString(unpacked.path("NOTICE"));
    for (String where : List.of("lib", "demo", "providers/aap", "providers/eda")) {
      versions(where)
          .forEach(
              (name, versions) -> {
                if (!name.matches(
                    "operator-app|controller-core|provisioning-api|provider-.*|test-kit|kubernetes-job.*")) {
                  String line = ":" + name + " " + versions.iterator().next() + "\n    ";
                  assertThat(notice).as("outdated: ./mvnw -Pnotice package").contains(line);
                }
              });
    }
    assertThat(notice).contains("    Apache-2.0", "    EPL-");
    assertThat(Files.readString(unpacked.path("LICENSE"))).contains("Apache License");
  }

  @Test
  void theImageIsMadeOfWhatIsHereAndNeedsNoRights() throws IOException {
    List<String> lines = Files.readAllLines(unpacked.path("Containerfile"));
    List<String> copied =
        lines.stream()
            .filter(each -> each.startsWith("COPY "))
            .flatMap(each -> Stream.of(each.split(" ")).skip(1))
            .filter(each -> !each.startsWith("/"))
            .toList();
    assertThat(copied).contains("bin", "lib", "providers", "conf").doesNotContain("demo");
    assertThat(copied).allSatisfy(each -> assertThat(unpacked.path(each)).exists());
    assertThat(lines)
        .anyMatch(each -> each.matches("FROM \\S+:17-jre"))
        .anyMatch(each -> each.matches("USER [1-9]\\d*:[1-9]\\d*"))
        .contains(
            "ENTRYPOINT [\"/opt/cloudkit-operator/bin/cloudkit-operator\"]",
            "COPY bin /opt/cloudkit-operator/bin",
            "CMD [\"run\"]");
    try (Stream<Path> files = Files.walk(unpacked.home())) {
      for (Path each : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as("%s: any user may read it", each)
            .matches(Files.isDirectory(each) ? "rwxr-xr-x" : "rw[x-]r-[x-]r-[x-]");
      }
    }
  }

  @Test
  void tellsItsVersionThroughALinkFromAnywhere() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("ck"), unpacked.path("bin/cloudkit-operator"));
    Path relative = Files.createSymbolicLink(folder.resolve("ck2"), Path.of("ck"));
    Ended told = unpacked.runAs(relative, "version");
    assertThat(told.output()).startsWith("cloudkit-operator ").contains("provider SPI level 2");
    assertThat(told.code()).isZero();
    assertThat(unpacked.with(Map.of("PATH", "/nowhere")).run("version").code()).isEqualTo(127);
    assertThat(Files.exists(link)).isTrue();
  }

  @Test
  void helpsWithEveryCommandThatItHas() throws Exception {
    Ended told = unpacked.run("--help");
    assertThat(told.output())
        .contains("demo ", "Plays the operator's main job")
        .doesNotContain("Not here");
    assertThat(told.code()).isZero();
    assertThat(unpacked.run("demo", "--help").output()).contains("--scene", "--api");
  }

  @Test
  void listsTheSettingsOfTheProvidersInItsFolders() throws Exception {
    Ended told = unpacked.run("config");
    assertThat(told.output()).contains("CLOUDKIT_AAP_URL", "CLOUDKIT_EDA_PROVISION_WEBHOOK");
    assertThat(told.code()).isEqualTo(2);
  }

  @Test
  void listsTheProvidersWithTheirFolders() throws Exception {
    Ended told = unpacked.run("providers", "--no-preflight");
    assertThat(told.output())
        .contains(unpacked.path("providers/aap").toString())
        .contains(unpacked.path("providers/eda").toString())
        .doesNotContain("refused");
  }

  @Test
  void theExampleOfAConfigurationIsOneOnceTheTokenIsThere() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "t0ken\n");
    String example =
        Files.readString(unpacked.path("conf/cloudkit.properties.example"))
            .replace("/etc/cloudkit/aap-token", token.toString());
    assertThat(checked(example)).isEqualTo(new Ended(0, "configuration is valid\n"));

    String everything = example.replaceAll("(?m)^#(?=[a-z.-]+=)", "");
    assertThat(everything).contains("\nhttp-port=8081\n", "\nprovisioning-provider=aap\n");
    assertThat(checked(everything)).isEqualTo(new Ended(0, "configuration is valid\n"));
  }

  private static Ended checked(String properties) throws Exception {
    Path file = Files.writeString(folder.resolve("cloudkit.properties"), properties);
    return unpacked.run("config", "check", "--config", file.toString());
  }

  @Test
  void aFolderThatIsBrokenIsToldOfBesideTheMistakeThatItCauses() throws Exception {
    Path broken = Files.createDirectory(unpacked.path("providers/acme"));
    try {
      Files.writeString(broken.resolve("acme.jar"), "no jar");
      Ended told = unpacked.with(Map.of("CLOUDKIT_PROVISIONING_PROVIDER", "acme")).run("run");
      assertThat(told.output())
          .contains(broken.resolve("acme.jar") + ": expected a readable jar")
          .contains("CLOUDKIT_PROVISIONING_PROVIDER");
      assertThat(told.code()).isEqualTo(2);
    } finally {
      Files.delete(broken.resolve("acme.jar"));
      Files.delete(broken);
    }
  }

  @Test
  void saysThatThereIsNoJava() throws Exception {
    String tools = Files.createDirectories(folder.resolve("tools")).toString();
    assertThat(unpacked.with(Map.of("JAVA_HOME", "", "PATH", tools)).run("version"))
        .isEqualTo(
            new Ended(
                2,
                "cloudkit-operator: expected a Java 17 or newer, in JAVA_HOME or as java in PATH,"
                    + " found none; install one, or set JAVA_HOME\n"));
    assertThat(unpacked.with(Map.of("JAVA_HOME", tools)).run("version"))
        .satisfies(
            told -> assertThat(told.output()).contains("JAVA_HOME: expected", tools, "bin/java"))
        .satisfies(told -> assertThat(told.code()).isEqualTo(2));
  }

  @Test
  void saysThatAJavaIsTooOldWithoutStartingIt() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old/bin"));
    Path java =
        Files.writeString(
            old.resolve("java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_432\"' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Unpacked there = unpacked.with(Map.of("JAVA_HOME", folder.resolve("old").toString()));
    assertThat(there.run("version").output())
        .isEqualTo(
            "cloudkit-operator: expected a Java 17 or newer, found 1.8.0_432 at "
                + java
                + "; set JAVA_HOME to a newer one\n");
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"11.0.25\"\n");
    assertThat(there.run("version").output()).contains("found 11.0.25 at");
  }

  @Test
  void theVariableReplacesTheFlagsAndIsNoSetting() throws Exception {
    Ended told =
        unpacked
            .with(Map.of("CLOUDKIT_JVM_OPTIONS", "-XX:+UseParallelGC\n -showversion *"))
            .run("config");
    assertThat(told.output()).as("a word is no pattern").contains("class *");
    told =
        unpacked
            .with(Map.of("CLOUDKIT_JVM_OPTIONS", "-XX:+UseParallelGC\n -showversion"))
            .run("config");
    assertThat(told.output()).startsWith("openjdk version").doesNotContain("JVM_OPTIONS");
  }

  /** The artifacts in a folder, by name. */
  private static Map<String, Set<String>> versions(String where) {
    Map<String, Set<String>> versions = new TreeMap<>();
    for (String each : unpacked.list(where)) {
      Matcher jar = JAR.matcher(each);
      assertThat(jar.matches()).as(each).isTrue();
      versions.computeIfAbsent(jar.group(1), name -> new TreeSet<>()).add(jar.group(2));
    }
    return versions;
  }
}
