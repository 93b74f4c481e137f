package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What a server answered.
 *
 * @param json the body; a missing node if it is no JSON
 */
record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

  /** Status and the start of the body, on one line. */
  String brief() {
    String line = text.replaceAll("\\s+", " ");
    return status + " " + (line.length() > 300 ? line.substring(0, 300) + "…" : line);
  }
}
