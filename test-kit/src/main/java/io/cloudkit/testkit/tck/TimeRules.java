package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** P-6.1, P-6.2: each call ends, whatever the backend does. */
interface TimeRules {
  @Rule(
      number = "P-6.1",
      promise = "no call takes longer than its time-out, and then it is not known what happened",
      source = "ProviderTraits.callTimeout: longest time that any call takes",
      lookAt =
          "time-outs of connection, reading and the whole call, against callTimeout; several"
              + " requests in one call share its time; calls that wait for one another share it, too")
  default void timeOutsAreKept(Stage stage) {
    for (BackendCall request : requestsThatCanHang(stage)) {
      stage.restart(Duration.ofSeconds(1));
      List<HungCall> hung = HungCall.waitingFor(request, stage);
      stage.backend().misbehave(request, Fault.HANGS);
      // all at once, as the engine calls
      Map<HungCall, Future<Answer>> begun = new LinkedHashMap<>();
      hung.forEach(each -> begun.put(each, stage.calls().begin(each.call())));
      long start = System.nanoTime();
      begun.forEach((each, answer) -> endsInTime(stage, each, answer, start));
      stage.heal();
    }
  }

  private static void endsInTime(Stage stage, HungCall hung, Future<Answer> call, long start) {
    Duration timeout = stage.provider().traits().callTimeout();
    Duration gone = Duration.ofNanos(System.nanoTime() - start);
    Duration left = timeout.plus(Calls.GRACE).minus(gone);
    try {
      hung.judge(stage.calls().end(call, left.isNegative() ? Duration.ZERO : left));
    } catch (TimeoutException late) {
      throw new AssertionError(
          "expected " + hung + " without an answer to end in " + timeout, late);
    }
  }

  @Rule(
      number = "P-6.2",
      promise = "an interrupt ends a call at once",
      source = "ProvisioningProvider, Threads: or when the operator stops",
      lookAt =
          "blocking calls that swallow an interrupt or can not be interrupted, and retries after"
              + " one; what is thrown has to be a ProviderException")
  default void anInterruptEndsACall(Stage stage) throws TimeoutException {
    for (BackendCall request : requestsThatCanHang(stage)) {
      stage.restart(Duration.ofMinutes(1));
      for (HungCall hung : HungCall.waitingFor(request, stage)) {
        int before = stage.backend().requests().size();
        stage.backend().misbehave(request, Fault.HANGS);
        FutureTask<Answer> call = new FutureTask<>(hung.call());
        Thread thread = new Thread(call, "tck-interrupted");
        thread.setDaemon(true);
        thread.start();
        Calls.await(
            "a request arrives, or " + hung + " needs none",
            () -> stage.backend().requests().size() > before || call.isDone());
        thread.interrupt();
        Calls.await("an interrupt ends " + hung, Calls.GRACE, call::isDone);
        stage.heal();
        hung.judge(stage.calls().end(call, Duration.ZERO));
      }
    }
  }

  /** All that the provider sends, unless the harness has said that it can not. */
  private static List<BackendCall> requestsThatCanHang(Stage stage) {
    List<BackendCall> able = new ArrayList<>();
    for (BackendCall request : BackendCall.values()) {
      if (stage.backend().misbehave(request, Fault.HANGS)) {
        able.add(request);
      } else if (isSent(request, stage.provider().traits())) {
        stage.lacks(request + " that " + Fault.HANGS);
      }
    }
    stage.heal();
    if (able.isEmpty()) {
      stage.skip("request that " + Fault.HANGS);
    }
    return able;
  }

  private static boolean isSent(BackendCall request, ProviderTraits traits) {
    return switch (request) {
      case LAUNCH -> true;
      case CANCEL -> traits.canCancel();
      // who reads signs off the resource has nobody to ask
      case QUESTION -> traits.watch() == ProviderTraits.Watch.POLLED;
    };
  }
}
