package io.cloudkit.testkit.aap.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a real server the rows of the table; docs/testing.md tells how. Ends with 1 if a row failed,
 * with 2 if nothing could be asked.
 */
public final class Conformance {
  private Conformance() {}

  public static void main(String[] args) {
    Settings settings = Settings.ofProcess();
    int failed;
    try (Room room = new ServerRoom(settings, new Wire(client(settings)))) {
      System.out.println("asking " + room.base() + ", version " + room.version());
      failed = run(room, settings);
    } catch (UncheckedIOException e) {
      System.out.println("expected an answer from " + settings.url() + ", found " + e.getCause());
      System.exit(2);
      return;
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.out.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  /** Prints a line for each row that failed and each reason to leave some out; how many failed. */
  static int run(Room room, Settings settings) {
    Judge judge = new Judge(room, new Wire(client(settings)));
    Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
    Map<String, Integer> reasons = new TreeMap<>();
    List<Row> rows = new ArrayList<>(Table.read().rows());
    rows.removeIf(row -> !settings.rows().matcher(row.name()).matches());
    for (Row row : rows) {
      Verdict verdict =
          row.changes() && !settings.isSet("changes")
              ? Verdict.skipped("changes something: -Daap.changes=true")
              : judge.judge(row);
      counts.merge(verdict.kind(), 1, Integer::sum);
      if (verdict.kind() == Verdict.Kind.SKIPPED) {
        verdict.complaints().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
      } else if (verdict.kind() == Verdict.Kind.FAILED) {
        System.out.printf(
            "FAILED %s: %s (source: %s)%n",
            row.name(), String.join("; ", verdict.complaints()), row.source());
      }
    }
    reasons.forEach((reason, count) -> System.out.printf("skipped %d: %s%n", count, reason));
    int failed = counts.getOrDefault(Verdict.Kind.FAILED, 0);
    System.out.printf(
        "rows=%d passed=%d failed=%d skipped=%d%n",
        rows.size(),
        counts.getOrDefault(Verdict.Kind.PASSED, 0),
        failed,
        counts.getOrDefault(Verdict.Kind.SKIPPED, 0));
    return failed;
  }

  private static HttpClient client(Settings settings) {
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    settings.get("ca").map(Path::of).map(Conformance::trusting).ifPresent(client::sslContext);
    return client.build();
  }

  /** Trusts the certificates of a PEM file and nobody else. */
  private static SSLContext trusting(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), ca);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "expected aap.ca to be a file of PEM certificates, found " + file, e);
    }
  }
}
