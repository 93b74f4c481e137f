package io.cloudkit.testkit.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A sentence about coming requests, such as {@code fake.next("POST", "*launch/").times(2)
 * .losesTheAnswer()}. It holds once unless {@link #times}, {@link #always} or {@link
 * #withProbability} says otherwise, from the moment its last word is said; of several rules that
 * match, the oldest that is not used up rules, so that several in a row are a script, in which
 * {@link #passes} stands for what goes well. {@link FaultReader} reads the same language. Thread-
 * safe once it holds.
 *
 * <p>Committed means that the server executes the request, whatever its client hears of it.
 */
public final class FaultRule {
  private final Occasions occasions;
  private final Consumer<FaultRule> enact;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Duration delay = Duration.ZERO;
  private Fault fault = new Fault.Pass();

  FaultRule(String method, String glob, Consumer<FaultRule> enact) {
    this.occasions = new Occasions(method, glob);
    this.enact = enact;
  }

  /** For the next {@code n} matching requests. */
  public FaultRule times(long n) {
    occasions.times(n);
    return this;
  }

  /** Until {@link #stop}. */
  public FaultRule always() {
    occasions.always();
    return this;
  }

  /**
   * Each matching request with this probability, until {@link #stop} or as often as {@link #times}
   * says afterwards; which ones is decided by the fake's seed.
   *
   * @param share 0 to 1; IllegalArgumentException otherwise
   */
  public FaultRule withProbability(double share) {
    occasions.withProbability(share);
    return always();
  }

  /** Only requests over a connection that had served another one before. */
  public FaultRule onKeptConnections() {
    occasions.onKeptConnections();
    return this;
  }

  /** The answer or the cut comes so much later than usual; a commit does not. */
  public FaultRule after(Duration wait) {
    this.delay = wait;
    return this;
  }

  /** A further header of the answer. */
  public FaultRule header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The usual answer: what goes well in a script. */
  public FaultRule passes() {
    return holds(new Fault.Pass());
  }

  /** The usual answer, only late: say {@link #after} before. */
  public FaultRule isSlow() {
    return passes();
  }

  /** Not committed; a JSON answer. */
  public FaultRule answers(int status, String json) {
    return answers(new HttpAnswer(status, Map.of(), "application/json", json));
  }

  /** Not committed; an HTML page, as proxies write. */
  public FaultRule answersHtml(int status) {
    return answers(HttpAnswer.html(status, "Error " + status));
  }

  /** Not committed; any answer. */
  public FaultRule answers(HttpAnswer answer) {
    return holds(new Fault.Answer(answer));
  }

  /** Not committed; 302 to there. */
  public FaultRule redirectsTo(String location) {
    return answers(HttpAnswer.html(302, "Found").with("Location", location));
  }

  /** Not committed; 429 with Retry-After in whole seconds. */
  public FaultRule throttles(Duration retryAfter) {
    return holds(new Fault.Throttle(retryAfter, Fault.Throttle.Form.SECONDS));
  }

  /** Not committed; 429 with Retry-After as a date, so long after that of the answer. */
  public FaultRule throttlesByDate(Duration retryAfter) {
    return holds(new Fault.Throttle(retryAfter, Fault.Throttle.Form.DATE));
  }

  /** Not committed; 200 with a JSON body that never ends before so many bytes. */
  public FaultRule sendsGiantBody(long bytes) {
    return holds(new Fault.GiantBody(bytes, Reply.Coding.PLAIN));
  }

  /** Not committed; the same, compressed to almost nothing. */
  public FaultRule sendsGzipBomb(long bytes) {
    return holds(new Fault.GiantBody(bytes, Reply.Coding.GZIP));
  }

  /** Not committed; the connection is closed. */
  public FaultRule drops() {
    return holds(new Fault.Drop());
  }

  /** Not committed; the connection is reset (RST). */
  public FaultRule resets() {
    return holds(new Fault.Reset());
  }

  /** Committed; then a proxy's HTML page such as 502 or 504. */
  public FaultRule commitsThenAnswersHtml(int status) {
    return commitsThenAnswers(HttpAnswer.html(status, "Error " + status));
  }

  /** Committed; then any answer. */
  public FaultRule commitsThenAnswers(HttpAnswer answer) {
    return holds(new Fault.CommitThenAnswer(answer));
  }

  /** Committed; the connection is closed before the answer. */
  public FaultRule losesTheAnswer() {
    return holds(new Fault.LoseAnswer());
  }

  /** Committed; status and headers arrive, half of the body does not. */
  public FaultRule cutsTheAnswer() {
    return holds(new Fault.CutAnswer());
  }

  /** Committed; half of the body arrives, and its length is right for that half. */
  public FaultRule halvesTheBody() {
    return holds(new Fault.HalveBody());
  }

  /** Committed; the usual answer under another content type. */
  public FaultRule mislabels(String contentType) {
    return holds(new Fault.Mislabel(contentType));
  }

  /** Committed; the body arrives byte by byte, with a pause before each. */
  public FaultRule trickles(Duration pause) {
    return holds(new Fault.Trickle(pause));
  }

  /** Committed and answered; the connection, which the client may have kept, is reset then. */
  public FaultRule answersThenResets() {
    return holds(new Fault.AnswerThenReset());
  }

  /**
   * The connection is closed; the request is executed so much later on the fake's timeline, and is
   * invisible until then.
   */
  public FaultRule commitsLate(Duration afterTheCut) {
    return holds(new Fault.CommitLate(afterTheCut));
  }

  /**
   * No answer for so long; then the request is executed, and answered to whoever is still there. By
   * the fake's timeline.
   */
  public FaultRule hangs(Duration time) {
    return holds(new Fault.Hang(time));
  }

  /**
   * The usual answer, and the request is never executed. Like {@link #answersThenCommits}, of
   * servers that answer before they do anything, as FakeEda is; others answer 501.
   */
  public FaultRule forgets() {
    return holds(new Fault.Forget());
  }

  /** The usual answer at once; executed so much later by the fake's timeline. */
  public FaultRule answersThenCommits(Duration delay) {
    return holds(new Fault.AnswerThenCommit(delay));
  }

  /** Answered once, executed twice. */
  public FaultRule commitsTwice() {
    return holds(new Fault.CommitTwice());
  }

  /**
   * A TLS handshake is broken off. There is no request yet, so method and path are not looked at;
   * without TLS it strikes nothing.
   */
  public FaultRule failsTheHandshake() {
    return holds(new Fault.FailHandshake());
  }

  /** The rule no longer holds. */
  public void stop() {
    occasions.stop();
  }

  /** How many requests it has struck. */
  public long hits() {
    return occasions.hits();
  }

  FaultRule holds(Fault what) {
    this.fault = what;
    enact.accept(this);
    return this;
  }

  boolean isOfHandshakes() {
    return fault instanceof Fault.FailHandshake;
  }

  /** Uses the rule up once if it matches. */
  boolean strikes(WireRequest request, Random dice) {
    return occasions.strike(request, dice);
  }

  boolean strikesHandshake(Random dice) {
    return occasions.strike(dice);
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

  /** What it strikes, what it does, how often it has, and whether it still holds. */
  ObjectNode describe() {
    String name = fault.getClass().getSimpleName();
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    occasions.describe(rule);
    return rule.put("do", name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .put("hits", hits())
        .put("holds", !isUsedUp());
  }
}
