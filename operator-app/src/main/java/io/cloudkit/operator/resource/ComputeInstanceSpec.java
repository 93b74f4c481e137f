package io.cloudkit.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What the user asks for; go-operator-crd.md §1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComputeInstanceSpec(
    @Required
        @Pattern("^[a-zA-Z_][a-zA-Z0-9._]*$")
        @JsonPropertyDescription("The template of the virtual machine.")
        String templateID,
    @JsonPropertyDescription("Parameters of the template, as the text of a JSON object.")
        @Nullable String templateParameters,
    @JsonPropertyDescription(
            "Asks to restart the virtual machine once. Not acted upon yet; it launches no job.")
        @Nullable String restartRequestedAt) {}
