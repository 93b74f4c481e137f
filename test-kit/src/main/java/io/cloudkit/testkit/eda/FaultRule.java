package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.Occasions;
import io.cloudkit.testkit.http.WireRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A sentence about coming posts, such as {@code fake.next("/create-*").times(2).losesTheEvent()}.
 * It holds once unless {@link #times} or {@link #always} says otherwise, from the moment its last
 * word is said; of several rules that match, the oldest that is not used up rules. Durations are
 * times of the fake's timeline. Thread-safe once it holds.
 */
public final class FaultRule {
  private final Occasions occasions;
  private final Consumer<FaultRule> enact;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Fault fault = new Fault.Drop();

  FaultRule(String glob, Consumer<FaultRule> enact) {
    this.occasions = new Occasions("POST", glob);
    this.enact = enact;
  }

  /** For the next {@code n} matching posts. */
  public FaultRule times(int n) {
    occasions.times(n);
    return this;
  }

  /** Until {@link #stop}. */
  public FaultRule always() {
    occasions.always();
    return this;
  }

  /** A further header of an answer from something in front. */
  public FaultRule header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Not delivered; a text, as the receiver itself might say it. */
  public FaultRule answers(int status, String text) {
    return holds(new Fault.Answer(HttpAnswer.text(status, text)));
  }

  /** Not delivered; an HTML page, as proxies write, also with 200. */
  public FaultRule answersHtml(int status) {
    return holds(new Fault.Answer(HttpAnswer.html(status, "Page " + status)));
  }

  /** Not delivered; 301, which makes a careless client GET. */
  public FaultRule redirectsTo(String location) {
    return holds(
        new Fault.Answer(HttpAnswer.html(301, "Moved Permanently").with("Location", location)));
  }

  /** Not delivered; the connection is cut. */
  public FaultRule drops() {
    return holds(new Fault.Drop());
  }

  /** Answered 200 and lost: a controller that was down, a listener that was not there (§3). */
  public FaultRule losesTheEvent() {
    return holds(new Fault.LoseEvent());
  }

  /** Delivered; the connection is cut before the answer. */
  public FaultRule losesTheAnswer() {
    return holds(new Fault.LoseAnswer());
  }

  /** No answer for so long, and then delivered, whether or not the client still waits (§8.8). */
  public FaultRule hangs(Duration time) {
    return holds(new Fault.Hang(time));
  }

  /** Answered 200 at once, and delivered so much later, after what came meanwhile. */
  public FaultRule deliversLate(Duration delay) {
    return holds(new Fault.DeliverLate(delay));
  }

  /** Answered once, delivered twice; the second run is marked as repeated by a fault. */
  public FaultRule deliversTwice() {
    return holds(new Fault.DeliverTwice());
  }

  /** The rule no longer holds. */
  public void stop() {
    occasions.stop();
  }

  /** How many posts it has struck. */
  public long hits() {
    return occasions.hits();
  }

  private FaultRule holds(Fault what) {
    this.fault = what;
    enact.accept(this);
    return this;
  }

  boolean strikes(WireRequest request) {
    return occasions.strike(request);
  }

  boolean isUsedUp() {
    return occasions.areUsedUp();
  }

  Fault fault() {
    return fault;
  }

  HttpAnswer dress(HttpAnswer answer) {
    HttpAnswer dressed = answer;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      dressed = dressed.with(header.getKey(), header.getValue());
    }
    return dressed;
  }
}
