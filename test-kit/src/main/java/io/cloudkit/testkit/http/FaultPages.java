package io.cloudkit.testkit.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Faults by curl: {@code GET /__faults} lists them, {@code POST} adds those of its body, as {@link
 * FaultReader} reads them, and {@code DELETE} ends all.
 */
public final class FaultPages {
  private final Faults faults;

  public FaultPages(Faults faults) {
    this.faults = faults;
  }

  /** The answer to a request to the page. A body that is not understood changes nothing: 400. */
  public HttpAnswer answer(WireRequest request) {
    switch (request.method()) {
      case "GET" -> {}
      case "DELETE" -> faults.clear();
      case "POST" -> {
        try {
          String body = new String(request.body(), StandardCharsets.UTF_8);
          Consumer<Faults> sentences = FaultReader.read(Entry.read("body", body));
          sentences.accept(faults);
        } catch (YamlException refused) {
          return HttpAnswer.text(400, refused.getMessage() + "\n");
        }
      }
      default -> {
        return HttpAnswer.text(
            405, "expected GET, POST or DELETE, found " + request.method() + "\n");
      }
    }
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    faults.addTo(page.putArray("faults"));
    return HttpAnswer.json(200, page);
  }
}
