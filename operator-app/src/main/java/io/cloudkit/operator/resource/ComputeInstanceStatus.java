package io.cloudkit.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the virtual machine stands. Other writers have fields here too; they are kept.
 *
 * @param launchSequence absent if the engine never wrote here, or its memory was lost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComputeInstanceStatus(
    @JsonPropertyDescription("Where the resource stands, in one word.") @Nullable String phase,
    @JsonPropertyDescription("The generation that desiredConfigVersion was computed from.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Hash of what the user asked for.")
        @Nullable String desiredConfigVersion,
    @JsonPropertyDescription("Hash of what the infrastructure is known to have.")
        @Nullable String reconciledConfigVersion,
    @JsonPropertyDescription("The last job that provisioned.") @Nullable Job provisionJob,
    @JsonPropertyDescription("The last job that deprovisioned.") @Nullable Job deprovisionJob,
    @JsonPropertyDescription("Jobs that were not wanted: cancelled, and followed to their end.")
        List<Job> strayJobs,
    @JsonPropertyDescription("Jobs that ended, newest last, bounded for each type.")
        List<Job> jobHistory,
    @JsonPropertyDescription(
            "How many launches were permitted, without those that surely did not leave.")
        @Nullable Long launchSequence,
    @JsonPropertyDescription("A launch whose outcome is not recorded yet; absent if there is none.")
        @Nullable Launch launch,
    @JsonPropertyDescription(
            "Launches of which nobody told what came of them, and no job is known; absent if they"
                + " were not kept from the beginning on.")
        @Nullable UnansweredClaims unansweredClaims,
    @JsonPropertyDescription("Why the last effort did not succeed; absent if it did.")
        @Nullable Failure failure,
    @JsonPropertyDescription(
            "The last request to retry that was followed, or that a later cancel made void.")
        @Nullable String handledRetry,
    @JsonPropertyDescription("The last request to run again that was followed.")
        @Nullable String handledRerun,
    @JsonPropertyDescription(
            "Name of the loss that a person is asked about by the condition StatusLost.")
        @Nullable String statusLoss,
    List<Condition> conditions,
    @JsonPropertyDescription("The virtual machine.")
        @Nullable VirtualMachineReference virtualMachineReference,
    @JsonPropertyDescription("The tenant that the virtual machine belongs to.")
        @Nullable TenantReference tenantReference,
    @JsonPropertyDescription("The restart request that was fulfilled last, by another writer.")
        @Nullable String lastRestartedAt) {

  public ComputeInstanceStatus {
    // an absent list is read as null
    strayJobs = orEmpty(strayJobs);
    jobHistory = orEmpty(jobHistory);
    conditions = orEmpty(conditions);
  }

  /** A virtual machine of KubeVirt. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VirtualMachineReference(
      @Nullable String namespace, @Nullable String kubeVirtVirtualMachineName) {}

  /** The Tenant of the resource. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TenantReference(@Nullable String name, @Nullable String namespace) {}

  /** Launches that are over, and may have left a job behind. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UnansweredClaims(
      @JsonPropertyDescription(
              "Of how many launches that are over; are there more by now, the list is not"
                  + " believed.")
          @Nullable Long ofLaunches,
      List<String> claims) {
    public UnansweredClaims {
      claims = orEmpty(claims);
    }
  }

  /** A launch that was permitted and is not resolved. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Launch(
      @JsonPropertyDescription("The effort; names it in the resolve-launch annotation.")
          @Nullable String operation,
      @JsonPropertyDescription("The permission to send, once.") @Nullable String claim,
      @Nullable String type,
      @JsonPropertyDescription("The provider instance that was to send it.")
          @Nullable String provider,
      @Nullable String configVersion,
      @Nullable Integer attempt,
      @Nullable String bookmark,
      @JsonPropertyDescription("True if an earlier send of the same effort may have had an effect.")
          @Nullable Boolean unproven,
      @JsonPropertyDescription("The process that took the permission.") @Nullable String holder,
      @Nullable String requestedAt,
      @JsonPropertyDescription("The request to run again that it follows.")
          @Nullable String rerun) {}

  /** Why the last effort did not succeed, and when the next may begin. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failure(
      @Nullable String kind,
      @Nullable String reason,
      @Nullable String configVersion,
      @JsonPropertyDescription("Efforts that failed in a row.") @Nullable Integer count,
      @Nullable String lastAt,
      @Nullable String retryAt) {}

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
