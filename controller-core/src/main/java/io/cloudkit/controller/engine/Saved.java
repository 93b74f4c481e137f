package io.cloudkit.controller.engine;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of a strict write. An answer that was lost is a {@link StoreException}. */
public sealed interface Saved permits SavedAs, SavedConflict, SavedGone {

  /** It was written, and this is the resource now. */
  static Saved as(StoredResource resource) {
    return new SavedAs(resource);
  }

  /** The resource has changed since it was read; nothing was written. Read and decide again. */
  static Saved conflict() {
    return new SavedConflict();
  }

  /** There is no such resource any more. */
  static Saved gone() {
    return new SavedGone();
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(Function<StoredResource, T> saved, Supplier<T> conflict, Supplier<T> gone);
}

record SavedAs(StoredResource resource) implements Saved {
  @Override
  public <T> T match(Function<StoredResource, T> saved, Supplier<T> conflict, Supplier<T> gone) {
    return saved.apply(resource);
  }
}

record SavedConflict() implements Saved {
  @Override
  public <T> T match(Function<StoredResource, T> saved, Supplier<T> conflict, Supplier<T> gone) {
    return conflict.get();
  }
}

record SavedGone() implements Saved {
  @Override
  public <T> T match(Function<StoredResource, T> saved, Supplier<T> conflict, Supplier<T> gone) {
    return gone.get();
  }
}
