package io.cloudkit.controller.discovery;

import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where the code of a provider comes from, and how it is run: with its class loader as the context
 * class loader of the thread.
 *
 * @param folder absent for the class path
 */
record Home(ClassLoader loader, Optional<Path> folder) {

  static Home classPath(ClassLoader loader) {
    return new Home(loader, Optional.empty());
  }

  static Home folder(Path folder, ClassLoader loader) {
    return new Home(loader, Optional.of(folder));
  }

  /** The folder, or the jar of that class. */
  String originOf(Class<?> factory) {
    CodeSource source = factory.getProtectionDomain().getCodeSource();
    return folder
        .map(Path::toString)
        .orElseGet(
            () -> source == null ? "an unknown place" : String.valueOf(source.getLocation()));
  }

  /** Asks something as its own code expects to be asked. */
  <T> T call(Supplier<T> question) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return question.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Does something as its own code expects it to be done. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** The same on a thread of its own, which is interrupted and left alone when the time is over. */
  void run(String thread, Duration limit, Runnable work)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(() -> run(work), true);
    Thread worker = new Thread(task, thread);
    worker.setDaemon(true);
    worker.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      task.cancel(true);
    }
  }

  @Override
  public String toString() {
    return folder.map(each -> "provider folder " + each).orElse("class path");
  }
}
