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
  private final Chaos chaos;
  private final String process;
  private int cachedAt;

  ChaoticStore(SimulatedApi api, Chaos chaos, String process) {
    this.api = api;
    this.chaos = chaos;
    this.process = process;
  }

  @Override
  public Optional<StoredResource> read(ResourceKey key) {
    chaos.boundary(process + " read");
    if (!chaos.happens(15)) {
      cachedAt = api.newest();
    } else {
      chaos.tell(process + " reads a stale cache");
    }
    return api.at(cachedAt).map(SimulatedApi.Version::stored);
  }

  @Override
  public Optional<StoredResource> readFresh(ResourceKey key) {
    chaos.boundary(process + " read fresh");
    unanswered("read");
    cachedAt = api.newest();
    return api.now().map(SimulatedApi.Version::stored);
  }

  @Override
  public Saved compareAndSet(StoredResource seen, ResourceStatus next) {
    chaos.boundary(process + " before status write");
    unanswered("status write, not done");
    boolean gone = api.now().filter(each -> each.uid().equals(seen.uid())).isEmpty();
    boolean done = api.compareAndSetStatus(seen.uid(), seen.resourceVersion(), next);
    chaos.tell(process + " writes status: " + (done ? "saved" : "conflict"));
    chaos.boundary(process + " after status write");
    unanswered("status write, done");
    return answer(gone, done);
  }

  @Override
  public Saved addFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.add(SimulatedApi.FINALIZER);
    return finalizers(seen, () -> api.setFinalizers(List.copyOf(finalizers)), "adds");
  }

  @Override
  public Saved removeFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.remove(SimulatedApi.FINALIZER);
    return finalizers(seen, () -> api.release(List.copyOf(finalizers)), "removes");
  }

  private Saved finalizers(StoredResource seen, Runnable write, String verb) {
    chaos.boundary(process + " before finalizer");
    unanswered("finalizer, not done");
    boolean gone = api.now().filter(each -> each.uid().equals(seen.uid())).isEmpty();
    boolean done = api.current(seen.uid(), seen.resourceVersion()).isPresent();
    if (done) {
      write.run();
    }
    chaos.tell(process + " " + verb + " the finalizer: " + (done ? "saved" : "conflict"));
    chaos.boundary(process + " after finalizer");
    return answer(gone, done);
  }

  private Saved answer(boolean gone, boolean done) {
    if (gone) {
      return Saved.gone();
    }
    if (!done) {
      return Saved.conflict();
    }
    cachedAt = api.newest();
    return api.now().map(each -> Saved.as(each.stored())).orElseGet(Saved::gone);
  }

  private void unanswered(String what) {
    if (chaos.happens(4)) {
      chaos.tell(process + " gets no answer: " + what);
      throw new StoreException("no answer: " + what, new IOException("simulated"));
    }
  }
}
