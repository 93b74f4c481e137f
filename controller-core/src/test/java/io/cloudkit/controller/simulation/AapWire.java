package io.cloudkit.controller.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.aap.AapInProcess;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one process sends to AAP, and what becomes of it on its way there and back. */
final class AapWire implements AapInProcess.Wire {
  /** What strikes here, and nowhere else. */
  static final Set<Fault> FAULTS =
      EnumSet.of(
          Fault.BACKEND_DOWN,
          Fault.LAUNCH_REFUSED,
          Fault.LAUNCH_PUT_OFF,
          Fault.REQUEST_LOST,
          Fault.PAUSED_BEFORE_THE_BYTES_LEFT,
          Fault.LAUNCH_COMMITTED_LATE,
          Fault.LAUNCH_ANSWER_LOST,
          Fault.PROVIDER_UNAVAILABLE,
          Fault.JOB_HIDDEN,
          Fault.JOB_TAKEN_FOR_ANOTHER,
          Fault.STATE_WENT_BACK,
          Fault.CANCEL_IGNORED);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern JOB = Pattern.compile(".*/(?:workflow_)?jobs/([0-9]+)/");
  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(40);

  private final AapJobs aap;
  private final Outage outage;
  private final Outage withoutKey;
  private final Duration lateCommit;
  private final Chaos chaos;
  private final Chronicle chronicle;
  private final VirtualTime time;
  private final String process;

  AapWire(
      AapJobs aap,
      Outage outage,
      Duration lateCommit,
      Chaos chaos,
      Chronicle chronicle,
      VirtualTime time,
      String process) {
    this.aap = aap;
    this.outage = outage;
    this.withoutKey = new Outage(time);
    this.lateCommit = lateCommit;
    this.chaos = chaos;
    this.chronicle = chronicle;
    this.time = time;
    this.process = process;
  }

  @Override
  public HttpAnswer carry(AapInProcess.Parcel parcel) throws IOException {
    ApiRequest request = parcel.request();
    long nobodyWaitsAfter = time.nanos() + parcel.timeout().toNanos();
    chaos.boundary(process, request.toString());
    if (chaos.meets(outage, Fault.BACKEND_DOWN)) {
      throw new ConnectException("refused");
    }
    if (chaos.strikes(2, Fault.BACKEND_RESTORED)) {
      chaos.tell(() -> "AAP is restored from a backup");
      aap.restore();
    }
    parcel.leaves();
    HttpAnswer answer = isLaunch(request) ? launched(parcel) : asked(request);
    if (time.nanos() - nobodyWaitsAfter > 0) {
      throw new InterruptedIOException("timeout");
    }
    return answer;
  }

  private static boolean isLaunch(ApiRequest request) {
    return request.method().equals("POST") && request.path().endsWith("/launch/");
  }

  private HttpAnswer launched(AapInProcess.Parcel parcel) throws IOException {
    ApiRequest launch = parcel.request();
    Optional<HttpAnswer> refusal = keyRefused().or(this::refused);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (chaos.strikes(6, Fault.REQUEST_LOST)) {
      chaos.tell(() -> process + " launch: lost on the way");
      return lost();
    }
    // while it sleeps, another of its threads may send under another claim
    String claim = chronicle.requests().sentLastBy(process);
    chaos.pause(process, "before the bytes leave", Fault.PAUSED_BEFORE_THE_BYTES_LEFT);
    if (parcel.isTooLate()) {
      chaos.tell(() -> process + " launch: sent too late, after the check");
      chronicle.requests().sentTooLate(claim);
      HttpAnswer unheard = aap.answer(launch);
      throw new SocketException("reset after " + unheard.status());
    }
    if (chaos.strikes(8, Fault.LAUNCH_COMMITTED_LATE)) {
      Duration late = chaos.upTo(lateCommit);
      chaos.tell(() -> process + " launch: will commit " + late.toSeconds() + " s late");
      aap.answerLate(launch, late);
      return lost();
    }
    HttpAnswer answer = aap.answer(launch);
    if (chaos.strikes(8, Fault.LAUNCH_ANSWER_LOST)) {
      chaos.tell(() -> process + " launch: answer lost");
      return chaos.pick(3) == 0 ? half(answer) : lost();
    }
    return answer;
  }

  /** All but what a person would have to mend (aap-api.md §3.7, §1.6, §1.7, §10.2). */
  private Optional<HttpAnswer> refused() {
    if (chaos.strikes(5, Fault.LAUNCH_PUT_OFF)) {
      return Optional.of(HttpAnswer.html(429, "Too Many Requests").with("Retry-After", "3"));
    }
    if (!chaos.strikes(5, Fault.LAUNCH_REFUSED)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (chaos.pick(3)) {
          case 0 ->
              HttpAnswer.json(
                  400, JSON.createObjectNode().put("playbook", "the project was not updated"));
          case 1 -> AapApi.detail(403, "the licence has expired");
          default -> HttpAnswer.html(413, "Request Entity Too Large");
        });
  }

  /** A gateway that lost its key refuses everybody for a while (aap-api.md §1.6). */
  private Optional<HttpAnswer> keyRefused() {
    if (chaos.strikes(1, Fault.TOKEN_REFUSED)) {
      withoutKey.lasts(chaos.upTo(LONGEST_REFUSAL));
    }
    return chaos.meets(withoutKey, Fault.TOKEN_REFUSED)
        ? Optional.of(AapApi.unauthorized())
        : Optional.empty();
  }

  /** Nobody can tell what became of what was sent. */
  private HttpAnswer lost() throws IOException {
    return switch (chaos.pick(4)) {
      case 0 -> HttpAnswer.html(502, "Bad Gateway");
      case 1 -> HttpAnswer.html(504, "Gateway Time-out");
      case 2 -> AapApi.detail(500, "A server error has occurred.");
      default -> throw new SocketException("reset");
    };
  }

  /** The head arrives, and the connection breaks in the middle of the body. */
  private static HttpAnswer half(HttpAnswer whole) {
    String body = whole.body().substring(0, whole.body().length() / 2);
    return new HttpAnswer(whole.status(), whole.headers(), whole.contentType(), body);
  }

  private HttpAnswer asked(ApiRequest request) throws IOException {
    Optional<HttpAnswer> refusal = keyRefused();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (chaos.strikes(6, Fault.PROVIDER_UNAVAILABLE)) {
      return noAnswer(request);
    }
    boolean isCancel = request.method().equals("POST") && request.path().endsWith("/cancel/");
    if (isCancel && chaos.strikes(15, Fault.CANCEL_IGNORED)) {
      return HttpAnswer.empty(202);
    }
    return looksAtAJob(request).flatMap(this::misread).orElseGet(() -> aap.answer(request));
  }

  /** Somebody else answers, nobody does, or the answer says nothing; it may have been heard. */
  private HttpAnswer noAnswer(ApiRequest request) throws IOException {
    return switch (chaos.pick(6)) {
      case 0 -> half(aap.answer(request));
      case 1 -> HttpAnswer.html(404, "Not Found");
      case 2 -> HttpAnswer.html(200, "AWX is upgrading");
      case 3 -> HttpAnswer.html(429, "Too Many Requests");
      default -> lost();
    };
  }

  private Optional<InMemoryJob> looksAtAJob(ApiRequest request) {
    Matcher path = JOB.matcher(request.path());
    if (!request.method().equals("GET") || !path.matches()) {
      return Optional.empty();
    }
    return aap.recorded(Long.parseLong(path.group(1)));
  }

  /** What may become of a look at a job. */
  private Optional<HttpAnswer> misread(InMemoryJob job) {
    if (chaos.strikes(8, Fault.JOB_HIDDEN)) {
      chronicle.gives(job.uid(), Need.UNSEEN);
      return Optional.of(AapApi.detail(403, "You do not have permission to perform this action."));
    }
    if (chaos.strikes(6, Fault.JOB_TAKEN_FOR_ANOTHER)) {
      chronicle.gives(job.uid(), Need.UNSEEN);
      return Optional.of(somebodyElses(job));
    }
    if (aap.canStartAgain(job) && chaos.strikes(20, Fault.STATE_WENT_BACK)) {
      chaos.tell(() -> job + " starts again");
      aap.startAgain(job);
    }
    return Optional.empty();
  }

  /** Another database has another job of that number. */
  private static HttpAnswer somebodyElses(InMemoryJob job) {
    ObjectNode body =
        JSON.valueToTree(
            Map.of(
                "id",
                AapJobs.number(job),
                "type",
                job.id().startsWith("w") ? "workflow_job" : "job",
                "status",
                "successful",
                "extra_vars",
                "{}"));
    return HttpAnswer.json(200, body);
  }
}
