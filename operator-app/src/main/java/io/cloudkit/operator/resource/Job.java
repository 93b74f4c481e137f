package io.cloudkit.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as the status shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Job(
    @JsonPropertyDescription("The provider's own id of the job.") @Nullable String id,
    @JsonPropertyDescription("The provider instance that launched it.") @Nullable String provider,
    @JsonPropertyDescription("Provision or Deprovision.") @Nullable String type,
    @JsonPropertyDescription("The effort that it belongs to.") @Nullable String operation,
    @JsonPropertyDescription("The permission that it was launched under.") @Nullable String claim,
    @JsonPropertyDescription("Where the job stands. Unknown is not an end.") @Nullable String state,
    @Nullable String message,
    @JsonPropertyDescription("Where a person can look at it.") @Nullable String link,
    @JsonPropertyDescription("Hash of what it was launched for.") @Nullable String configVersion,
    @Nullable Integer attempt,
    @JsonPropertyDescription("Whether its failure keeps the resource from going.")
        @Nullable Boolean blockDeletionOnFailure,
    @JsonPropertyDescription("0 to 100, if known.") @Nullable Integer progress,
    @Nullable String errorDetails,
    @JsonPropertyDescription("What the job reported.") @Nullable Map<String, String> outputs,
    @JsonPropertyDescription("What it says that it reached, if that is another configVersion.")
        @Nullable String reconciledVersion,
    @JsonPropertyDescription("Whether it may still be alive, beyond what its state says.")
        @Nullable String standing,
    @JsonPropertyDescription("Why it was asked to end.") @Nullable String cancelRequested,
    @JsonPropertyDescription("When its launch was permitted.") @Nullable String requestedAt,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @JsonPropertyDescription("When its end was first seen.") @Nullable String endedAt) {}
