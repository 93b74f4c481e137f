package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(60)
class HttpWatchTest {
  private final QuietWatch watch = new QuietWatch();
  private final Source guarded = new HttpWatch.OneReader(watch, watch.cut::countDown);

  @Test
  void aWatchThatIsReadIsCutBeforeItIsClosed() throws Exception {
    CompletableFuture<String> reader = CompletableFuture.supplyAsync(this::read);
    assertThat(watch.begun.await(30, TimeUnit.SECONDS)).isTrue();

    guarded.close();

    assertThat(watch.readersAtClose).hasValue(0);
    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo("cut");
  }

  private String read() {
    try {
      return "read " + guarded.read(new Buffer(), 1);
    } catch (IOException cut) {
      return String.valueOf(cut.getMessage());
    }
  }

  /** Tells nothing until it is cut, and takes its time to notice that. */
  private static final class QuietWatch implements Source {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch cut = new CountDownLatch(1);
    final AtomicInteger readers = new AtomicInteger();
    final AtomicInteger readersAtClose = new AtomicInteger(-1);

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      readers.incrementAndGet();
      begun.countDown();
      try {
        cut.await();
        // whoever closes comes first, if nothing keeps it
        TimeUnit.MILLISECONDS.sleep(200);
        throw new IOException("cut");
      } catch (InterruptedException told) {
        throw new IOException(told);
      } finally {
        readers.decrementAndGet();
      }
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {
      readersAtClose.set(readers.get());
    }
  }
}
