package io.cloudkit.testkit.http;

import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import io.cloudkit.testkit.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the sentences of {@link FaultRule} from YAML, a list of which each entry is one:
 *
 * <pre>
 * - on: POST *&#47;launch/       # method, or *, and path; every request unless said
 *   times: 2                  # or always: true, or probability: 0.1; once unless said
 *   kept_connections: true    # only requests over a connection that had served one before
 *   delay: 2s                 # of the answer, or of the cut
 *   headers: {X-Proxy: edge}  # of the answer
 *   do: lose-answer           # or {answer: 503}, {throttle: 7s}, …
 * - on: GET *&#47;unified_jobs/
 *   script: [pass, drop, {answer: 500}]   # instead of do: one request each
 * </pre>
 */
public final class FaultReader {
  private static final Pattern ON = Pattern.compile("([A-Z]+|\\*) +([/*]\\S*)");

  /** What is said in one word. */
  private static final Map<String, Fault> WORDS =
      Map.of(
          "pass", new Fault.Pass(),
          "drop", new Fault.Drop(),
          "reset", new Fault.Reset(),
          "lose-answer", new Fault.LoseAnswer(),
          "cut-answer", new Fault.CutAnswer(),
          "halve-body", new Fault.HalveBody(),
          "answer-then-reset", new Fault.AnswerThenReset(),
          "forget", new Fault.Forget(),
          "commit-twice", new Fault.CommitTwice(),
          "fail-handshake", new Fault.FailHandshake());

  /** What needs a value besides. */
  private static final Map<String, Function<Entry, Fault>> PHRASES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("answer", value -> new Fault.Answer(answer(value))),
              Map.entry("commit-then-answer", value -> new Fault.CommitThenAnswer(answer(value))),
              Map.entry(
                  "redirect",
                  value ->
                      new Fault.Answer(
                          HttpAnswer.html(302, "Found").with("Location", value.text()))),
              Map.entry("throttle", FaultReader::throttle),
              Map.entry(
                  "giant-body", value -> new Fault.GiantBody(value.bytes(), Reply.Coding.PLAIN)),
              Map.entry(
                  "gzip-bomb", value -> new Fault.GiantBody(value.bytes(), Reply.Coding.GZIP)),
              Map.entry("mislabel", value -> new Fault.Mislabel(value.text())),
              Map.entry("trickle", value -> new Fault.Trickle(value.duration())),
              Map.entry("commit-late", value -> new Fault.CommitLate(value.duration())),
              Map.entry("hang", value -> new Fault.Hang(value.duration())),
              Map.entry(
                  "answer-then-commit", value -> new Fault.AnswerThenCommit(value.duration()))));

  private FaultReader() {}

  /**
   * Reads all sentences; what is returned makes them hold. Nothing holds before, so one that is
   * wrong leaves nothing behind.
   *
   * @throws YamlException if one is not understood
   */
  public static Consumer<Faults> read(Entry list) {
    List<Consumer<Faults>> sentences = list.list().stream().map(FaultReader::sentence).toList();
    return faults -> sentences.forEach(sentence -> sentence.accept(faults));
  }

  private static Consumer<Faults> sentence(Entry entry) {
    Fields fields =
        entry.object(
            "on",
            "do",
            "script",
            "times",
            "always",
            "probability",
            "kept_connections",
            "delay",
            "headers");
    if (fields.has("do") == fields.has("script")) {
      throw entry.refuse("either \"do\" or \"script\"", fields.has("do") ? "both" : "none");
    }
    Matcher on = on(fields);
    Consumer<FaultRule> circumstances = circumstances(fields);
    List<Fault> steps =
        fields.has("do")
            ? List.of(fault(fields.want("do")))
            : fields.want("script").list().stream().map(FaultReader::fault).toList();
    return faults ->
        steps.forEach(
            step -> {
              FaultRule rule = faults.next(on.group(1), on.group(2));
              circumstances.accept(rule);
              rule.holds(step);
            });
  }

  private static Matcher on(Fields fields) {
    Optional<Entry> said = fields.get("on");
    Matcher on = ON.matcher(said.map(Entry::text).orElse("* *"));
    if (!on.matches()) {
      throw said.orElseThrow()
          .refuse("a method, or *, and a path that begins with / or *, as in POST */launch/");
    }
    return on;
  }

  private static Consumer<FaultRule> circumstances(Fields fields) {
    List<Consumer<FaultRule>> all = new ArrayList<>();
    Map<String, Function<Entry, Consumer<FaultRule>>> readers = new LinkedHashMap<>();
    readers.put("always", value -> value.flag() ? FaultRule::always : rule -> {});
    readers.put(
        "probability",
        value -> {
          double share = value.share();
          return rule -> rule.withProbability(share);
        });
    // after the others, each of which alone means without end
    readers.put(
        "times",
        value -> {
          int times = value.integer(1, Integer.MAX_VALUE);
          return rule -> rule.times(times);
        });
    readers.forEach(
        (name, reader) ->
            fields
                .get(name)
                .ifPresent(
                    value -> {
                      if (fields.has("script")) {
                        throw value.refuse("it beside \"do\", not beside \"script\"");
                      }
                      all.add(reader.apply(value));
                    }));
    fields
        .get("kept_connections")
        .filter(Entry::flag)
        .ifPresent(yes -> all.add(FaultRule::onKeptConnections));
    fields.get("delay").map(Entry::duration).ifPresent(wait -> all.add(rule -> rule.after(wait)));
    fields
        .get("headers")
        .map(Entry::jsonObject)
        .ifPresent(
            headers ->
                headers
                    .properties()
                    .forEach(
                        header ->
                            all.add(
                                rule -> rule.header(header.getKey(), header.getValue().asText()))));
    return rule -> all.forEach(each -> each.accept(rule));
  }

  private static Fault fault(Entry entry) {
    if (entry.isObject()) {
      Fields fields = entry.object(PHRASES.keySet().toArray(String[]::new));
      List<Fault> said = new ArrayList<>();
      PHRASES.forEach((name, reader) -> fields.get(name).map(reader).ifPresent(said::add));
      if (said.size() != 1) {
        throw entry.refuse("one thing that happens", said.size() + " of them");
      }
      return said.get(0);
    }
    Fault fault = entry.isText() ? WORDS.get(entry.text()) : null;
    if (fault == null) {
      throw entry.refuse(
          "one of "
              + String.join(", ", new TreeSet<>(WORDS.keySet()))
              + ", or, each with a value, "
              + PHRASES.keySet().stream()
                  .map(word -> "{" + word + ": …}")
                  .collect(Collectors.joining(", ")));
    }
    return fault;
  }

  private static Fault throttle(Entry entry) {
    if (!entry.isObject()) {
      return new Fault.Throttle(entry.duration(), Fault.Throttle.Form.SECONDS);
    }
    Fields fields = entry.object("wait", "as");
    return new Fault.Throttle(
        fields.want("wait").duration(),
        fields
            .want("as")
            .word(
                Map.of("seconds", Fault.Throttle.Form.SECONDS, "date", Fault.Throttle.Form.DATE)));
  }

  /** A status alone is the HTML page that a proxy writes. */
  private static HttpAnswer answer(Entry entry) {
    if (!entry.isObject()) {
      int status = entry.integer(200, 599);
      return HttpAnswer.html(status, "Error " + status);
    }
    Fields fields = entry.object("status", "json", "html", "text");
    int status = fields.want("status").integer(200, 599);
    List<HttpAnswer> bodies = new ArrayList<>();
    body(fields, "json", status, body -> bodies.add(HttpAnswer.json(status, body.json())));
    body(fields, "html", status, title -> bodies.add(HttpAnswer.html(status, title.text())));
    body(fields, "text", status, text -> bodies.add(HttpAnswer.text(status, text.text())));
    if (bodies.size() > 1) {
      throw entry.refuse("at most one of json, html, text", bodies.size() + " of them");
    }
    return bodies.isEmpty() ? HttpAnswer.empty(status) : bodies.get(0);
  }

  private static void body(Fields fields, String form, int status, Consumer<Entry> reader) {
    fields
        .get(form)
        .ifPresent(
            body -> {
              if (!HttpAnswer.mayHaveBody(status)) {
                throw body.refuse("no body, which " + status + " never has");
              }
              reader.accept(body);
            });
  }
}
