package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.Saved;
import io.cloudkit.controller.engine.StatusStore;
import io.cloudkit.controller.engine.StoreException;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.status.ResourceStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One process's way to the API server: a cache that lags, answers that get lost, conflicts. */
final class ChaoticStore implements StatusStore {
  private final SimulatedApi api;
  private final Outage apiServer;
  private final Chaos chaos;
  private final String process;
  private final Chronicle chronicle;
  private final Coincidences coincidences;
  private final CachedResources cache;

  ChaoticStore(
      SimulatedApi api,
      Outage apiServer,
      Chaos chaos,
      Chronicle chronicle,
      Coincidences coincidences,
      String process) {
    this.coincidences = coincidences;
    this.apiServer = apiServer;
    this.chronicle = chronicle;
    this.api = api;
    this.chaos = chaos;
    this.process = process;
    this.cache = new CachedResources(api, chaos, process);
  }

  @Override
  public Optional<StoredResource> read(ResourceKey key) {
    chaos.boundary(process, "read");
    return shown(cache.read(key));
  }

  @Override
  public Optional<StoredResource> readFresh(ResourceKey key) {
    chaos.boundary(process, "read fresh");
    unanswered("read", Fault.READ_UNANSWERED);
    cache.readFresh(key);
    return shown(api.now(key));
  }

  private Optional<StoredResource> shown(Optional<SimulatedApi.Version> version) {
    version.ifPresent(each -> chronicle.witnesses().reads(process, each));
    return version.map(api::read);
  }

  @Override
  public Saved compareAndSet(StoredResource seen, ResourceStatus next) {
    chaos.boundary(process, "before status write");
    unanswered(
        "status write, not done",
        Fault.WRITE_LOST,
        () -> chronicle.witnesses().forgetsWhatItWasShown(process, seen.uid()));
    boolean gone = isGone(seen);
    Optional<SimulatedApi.Version> done = api.compareAndSetStatus(process, seen, next);
    chaos.tell(
        () ->
            process
                + " writes "
                + seen.uid()
                + ": "
                + done.map(each -> said(next)).orElse("conflict"));
    if (done.isEmpty()) {
      chronicle.witnesses().forgetsWhatItWasShown(process, seen.uid());
    }
    boolean permission = done.isPresent() && permits(seen.status(), next);
    if (permission) {
      coincidences.permitted(process);
    }
    chaos.boundary(process, "after status write");
    unanswered(
        "status write, done",
        Fault.WRITE_ANSWER_LOST,
        () -> {
          if (permission) {
            coincidences.permittedUnheard(seen.key());
          }
        });
    return answer(seen, gone, done);
  }

  private static boolean permits(ResourceStatus before, ResourceStatus after) {
    return after.launch().isPresent() && !after.launch().equals(before.launch());
  }

  @Override
  public Saved addFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.add(SimulatedApi.FINALIZER);
    return finalizers(
        seen, () -> api.edit(seen.key(), old -> old.with(List.copyOf(finalizers))), "adds");
  }

  @Override
  public Saved removeFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.remove(SimulatedApi.FINALIZER);
    return finalizers(seen, () -> api.release(seen.key(), List.copyOf(finalizers)), "removes");
  }

  private Saved finalizers(StoredResource seen, Runnable write, String verb) {
    chaos.boundary(process, "before finalizer");
    unanswered("finalizer, not done", Fault.WRITE_LOST);
    boolean gone = isGone(seen);
    boolean done = api.current(seen).isPresent();
    if (done) {
      write.run();
    }
    // what others do from here on is not in the answer
    Optional<SimulatedApi.Version> written = api.now(seen.key()).filter(each -> done);
    chaos.tell(
        () ->
            process
                + " "
                + verb
                + " the finalizer of "
                + seen.uid()
                + ": "
                + (done ? "saved" : "conflict"));
    chaos.boundary(process, "after finalizer");
    unanswered("finalizer, done", Fault.WRITE_ANSWER_LOST);
    return answer(seen, gone || (done && written.isEmpty()), written);
  }

  private boolean isGone(StoredResource seen) {
    return api.now(seen.key()).filter(each -> each.uid().equals(seen.uid())).isEmpty();
  }

  private static String said(ResourceStatus status) {
    return status.conditions().stream()
            .filter(each -> each.isTrue() || each.type().equals("Progressing"))
            .map(each -> each.type() + "/" + each.reason())
            .toList()
        + status.launch().map(each -> " launch " + each.operation()).orElse("");
  }

  private Saved answer(StoredResource seen, boolean gone, Optional<SimulatedApi.Version> written) {
    if (gone) {
      return Saved.gone();
    }
    if (written.isEmpty()) {
      chronicle.hit(Fault.WRITE_CONFLICT);
      return Saved.conflict();
    }
    cache.written(seen.key());
    chronicle.witnesses().reads(process, written.get());
    return Saved.as(api.read(written.get()));
  }

  private void unanswered(String what, Fault fault) {
    unanswered(what, fault, () -> {});
  }

  private void unanswered(String what, Fault fault, Runnable meanwhile) {
    if (chaos.meets(apiServer, Fault.API_SERVER_DOWN) || chaos.strikes(4, fault)) {
      chaos.tell(() -> process + " gets no answer: " + what);
      meanwhile.run();
      throw new StoreException("no answer: " + what, new IOException("simulated"));
    }
  }
}
