package io.cloudkit.provider.eda.connection;

import java.io.IOException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import okhttp3.Call;
import okhttp3.Response;

/**
 * One request on the thread of its caller, which an interrupt ends: a socket by itself does not
 * hear one, and an operator that stops would wait for a whole call time-out.
 */
public final class InterruptibleCall extends AbstractInterruptibleChannel {
  private final Call call;

  public InterruptibleCall(Call call) {
    this.call = call;
  }

  /** What is made of an answer before its connection is let go. */
  public interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted meanwhile
   */
  public <T> T answer(Reader<T> reader) throws IOException {
    boolean completed = false;
    begin();
    try (Response response = call.execute()) {
      T answer = reader.read(response);
      completed = true;
      return answer;
    } finally {
      end(completed);
    }
  }

  /** By whoever interrupts the thread. */
  @Override
  protected void implCloseChannel() {
    call.cancel();
  }
}
