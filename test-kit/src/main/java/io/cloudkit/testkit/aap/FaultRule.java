package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.Occasions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A sentence about coming requests, such as {@code fake.next("POST", "*launch/").times(2)
 * .losesTheAnswer()}. It holds once unless {@link #times} or {@link #always} says otherwise, from
 * the moment its last word is said; of several rules that match, the oldest that is not used up
 * rules. Thread-safe once it holds.
 */
public final class FaultRule {
  private final Occasions occasions;
  private final Consumer<FaultRule> enact;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Duration delay = Duration.ZERO;
  private Fault fault = new Fault.Slow();

  FaultRule(String method, String glob, Consumer<FaultRule> enact) {
    this.occasions = new Occasions(method, glob);
    this.enact = enact;
  }

  /** For the next {@code n} matching requests. */
  public FaultRule times(int n) {
    occasions.times(n);
    return this;
  }

  /** Until {@link #stop}. */
  public FaultRule always() {
    occasions.always();
    return this;
  }

  /** The answer or the cut comes so much later than the usual latency; a commit does not. */
  public FaultRule after(Duration wait) {
    this.delay = wait;
    return this;
  }

  /** A further header of the answer. */
  public FaultRule header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The usual answer, only late: say {@link #after} before. */
  public FaultRule isSlow() {
    return holds(new Fault.Slow());
  }

  /** Not committed; a JSON answer. */
  public FaultRule answers(int status, String json) {
    return holds(new Fault.Answer(new HttpAnswer(status, Map.of(), "application/json", json)));
  }

  /** Not committed; an HTML page, as proxies write. */
  public FaultRule answersHtml(int status) {
    return holds(new Fault.Answer(HttpAnswer.html(status, "Error " + status)));
  }

  /** Not committed; 429 with Retry-After in seconds (§10.1: from something in front). */
  public FaultRule throttles(Duration retryAfter) {
    return holds(
        new Fault.Answer(
            HttpAnswer.html(429, "Too Many Requests")
                .with("Retry-After", Long.toString(retryAfter.toSeconds()))));
  }

  /** Not committed; the 401 of a gateway that lost its key (§1.6). */
  public FaultRule refusesTheToken() {
    return holds(new Fault.Answer(AapApi.unauthorized()));
  }

  /** Not committed; the 403 of a missing right or licence (§1.7, §1.8). */
  public FaultRule forbids(String detail) {
    return holds(new Fault.Answer(AapApi.detail(403, detail)));
  }

  /** Not committed; 302 to a page that answers 200 with HTML, as during an upgrade (§10.4). */
  public FaultRule redirectsToMigrations() {
    return holds(
        new Fault.Answer(HttpAnswer.html(302, "Found").with("Location", FrontDesk.MIGRATIONS)));
  }

  /** Not committed; 200 with a JSON body that never ends before so many bytes. */
  public FaultRule sendsGiantBody(long bytes) {
    return holds(new Fault.GiantBody(bytes));
  }

  /** Committed; then a proxy's HTML page such as 502 or 504. */
  public FaultRule commitsThenAnswersHtml(int status) {
    return holds(new Fault.CommitThenAnswer(HttpAnswer.html(status, "Error " + status)));
  }

  /** Committed; the connection is cut before the answer. */
  public FaultRule losesTheAnswer() {
    return holds(new Fault.LoseAnswer());
  }

  /** Committed; status and headers arrive, half of the body does not. */
  public FaultRule cutsTheAnswer() {
    return holds(new Fault.CutAnswer());
  }

  /** Not committed; the connection is cut. */
  public FaultRule drops() {
    return holds(new Fault.Drop());
  }

  /**
   * The connection is cut; the request is executed so much later on the controller's timeline, and
   * is invisible until then. A launch keeps the job id that it took on arrival.
   */
  public FaultRule commitsLate(Duration afterTheCut) {
    return holds(new Fault.CommitLate(afterTheCut));
  }

  /** The rule no longer holds. */
  public void stop() {
    occasions.stop();
  }

  /** How many requests it has struck. */
  public long hits() {
    return occasions.hits();
  }

  private FaultRule holds(Fault what) {
    this.fault = what;
    enact.accept(this);
    return this;
  }

  /** Uses the rule up once if it matches. */
  boolean strikes(ApiRequest request) {
    return occasions.strike(request.method(), request.path());
  }

  boolean isUsedUp() {
    return occasions.areUsedUp();
  }

  Fault fault() {
    return fault;
  }

  Duration delay() {
    return delay;
  }

  HttpAnswer dress(HttpAnswer answer) {
    HttpAnswer dressed = answer;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      dressed = dressed.with(header.getKey(), header.getValue());
    }
    return dressed;
  }
}
