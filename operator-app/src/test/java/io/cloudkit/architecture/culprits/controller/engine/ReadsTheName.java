package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Cheats that tell providers apart by name. The name is one that ships with nobody, so that the
 * search for known names is of no help.
 */
final class ReadsTheName {
  private ReadsTheName() {}

  /** Far from where it is used, and not inlined. */
  static final class Vendors {
    static final String SLOW = String.valueOf("vsphere");

    private Vendors() {}

    static String slow() {
      return "vsphere";
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class BySwitch {
    int weight(Job job) {
      return switch (job.provider()) {
        case "vsphere" -> 2;
        default -> 1;
      };
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByALambdaAfterAReference {
    int weight(List<Job> jobs) {
      return jobs.stream().map(Job::provider).mapToInt(n -> n.endsWith("-slow") ? 2 : 1).sum();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class BySwitchInALambda {
    int weight(List<Job> jobs) {
      return jobs.stream()
          .mapToInt(
              job ->
                  switch (job.provider()) {
                    case "vsphere" -> 2;
                    default -> 1;
                  })
          .sum();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByEquals {
    boolean isSlow(Launch launch) {
      return "vsphere".equals(launch.provider());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByObjectsEquals {
    boolean isSlow(Launch launch) {
      return Objects.equals(launch.provider(), Vendors.slow());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByIdentity {
    @SuppressWarnings("ReferenceEquality")
    boolean isSlow(Launch launch) {
      return launch.provider() == "vsphere";
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAConstantElsewhere {
    boolean isSlow(Job job) {
      return job.provider().equals(Vendors.SLOW);
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAHelpingMethod {
    boolean isSlow(Job job) {
      return is(job.provider(), "vsphere");
    }

    private static boolean is(String one, String other) {
      return one.equals(other);
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAMapOfLambdas {
    private static final Map<String, Runnable> WORK = Map.of("vsphere", () -> {});

    void work(Job job) {
      WORK.getOrDefault(job.provider(), () -> {}).run();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAMapFilledLater {
    private final Map<String, Runnable> work = new HashMap<>();

    ByAMapFilledLater() {
      work.put("vsphere", () -> {});
    }

    void work(Job job) {
      Runnable found = work.get(job.provider());
      if (found != null) {
        found.run();
      }
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAMapInAVariable {
    int weight(Job job) {
      Map<String, Integer> weights = new HashMap<>();
      weights.put("vsphere", 2);
      return weights.getOrDefault(job.provider(), 1);
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAList {
    boolean isSlow(Job job) {
      return List.of("vsphere", "hyperv").contains(job.provider());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAStream {
    private static final Set<String> SLOW = Set.of("vsphere");

    boolean isSlow(Job job) {
      return SLOW.stream().anyMatch(job.provider()::equals);
    }
  }

  /** Its own {@code valueOf} is where the name is read. */
  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  enum ByAnEnum {
    VSPHERE,
    HYPERV;

    static ByAnEnum of(Job job) {
      return valueOf(job.provider().toUpperCase(Locale.ROOT));
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByTheNamesOfAnEnum {
    enum Vendor {
      VSPHERE
    }

    boolean isSlow(Job job) {
      return Vendor.VSPHERE.name().equals(job.provider());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAReference {
    boolean isSlow(Intent intent) {
      return intent.provider().filter("vsphere"::equals).isPresent();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByALambda {
    boolean isSlow(Intent intent) {
      return intent.provider().map(name -> name.endsWith("-slow")).orElse(false);
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAPredicate {
    private static final Predicate<String> SLOW = "vsphere"::equals;

    boolean isSlow(Job job) {
      return SLOW.test(job.provider());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsBeginning {
    boolean isWorkflow(JobRef job) {
      return job.id().startsWith("w-");
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAnyText {
    boolean isWorkflow(JobRef job) {
      String id = "" + job.id();
      return id.contains("w-");
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAPattern {
    private static final Pattern WORKFLOW = Pattern.compile("w-\\d+");

    boolean isWorkflow(Job job) {
      return WORKFLOW.matcher(job.id()).matches();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsNumber {
    long number(Job job) {
      return Long.parseLong(job.id());
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsHash {
    boolean isSlow(Job job) {
      return job.provider().hashCode() == 464287093;
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsOrder {
    boolean isNewer(Job one, Job other) {
      return one.id().compareTo(other.id()) > 0;
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByAField {
    private final String name;

    ByAField(Job job) {
      this.name = job.provider();
    }

    boolean isSlow() {
      return name.equalsIgnoreCase("vsphere");
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByACollectionOfNames {
    boolean areSlow(List<Job> jobs) {
      Set<String> names = new HashSet<>();
      jobs.forEach(job -> names.add(job.provider()));
      for (Job job : jobs) {
        names.add(job.provider());
      }
      List<String> sorted = new ArrayList<>(names);
      return sorted.get(0).charAt(0) == 'v';
    }
  }

  /** Read inside the record. */
  static final class ByARecord {
    @Breaks("the_controller_never_reads_a_name_or_a_job_id")
    record Named(String label) {
      boolean isSlow() {
        return label.equals("vsphere");
      }
    }

    boolean isSlow(Job job) {
      return new Named(job.provider()).isSlow();
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByTheNameOfItsType {
    boolean isSlow(ProvisioningProviderFactory factory) {
      return factory.type().name().equals("vsphere");
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsType {
    private static final ProviderType SLOW = ProviderType.of("vsphere");

    boolean isSlow(ProvisioningProviderFactory factory) {
      return factory.type().equals(SLOW);
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByTheMapOfTypes {
    ProvisioningProviderFactory slow(Map<ProviderType, ProvisioningProviderFactory> factories) {
      return factories.entrySet().stream()
          .filter(entry -> entry.getValue().type().toString().matches("vs.*"))
          .findFirst()
          .orElseThrow()
          .getValue();
    }
  }

  /** Not seen: the name travels inside a longer text and is taken out of it again. */
  @Breaks({})
  static final class InALongerText {
    boolean isSlow(Job job) {
      return ("<" + job.provider() + ">").equals("<vsphere>");
    }
  }

  /** No culprit: all that is needed, and allowed. */
  @Breaks({})
  static final class AsItShould {
    private final Map<String, Job> byProvider = new HashMap<>();

    String follow(Job job, JobRef ref) {
      byProvider.put(job.provider(), job);
      boolean same = job.id().equals(ref.id()) && byProvider.containsKey(ref.provider());
      return same ? "job " + job.id() + " runs" : String.format("job %s is lost", ref.id());
    }
  }
}
