package io.cloudkit.controller.kubernetes;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Mends two things that fabric8 does to a watch over plain HTTP: it closes one on another thread
 * than reads it ({@link OneReader}), and it does not read what is not ASCII ({@link AsciiJson}). A
 * watch over a WebSocket has no such body.
 */
final class HttpWatch implements Interceptor {
  private static final int OK = 200;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body == null
        || response.code() != OK
        || !"true".equals(chain.request().url().queryParameter("watch"))) {
      return response;
    }
    Source guarded = new OneReader(new AsciiJson(body.source()), chain.call()::cancel);
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(guarded), body.contentType(), -1))
        .build();
  }

  /**
   * Is read by one thread at a time; closing it ends a read that waits. Whoever closes the body of
   * an answer reads what is left of it, to use the connection again; beside the one that waits for
   * the next event that breaks okio's buffer, and both may throw a NullPointerException.
   */
  static final class OneReader extends ForwardingSource {
    private final Runnable cancel;
    private final Object reading = new Object();

    /**
     * Guards a source.
     *
     * @param cancel cuts the connection, so that a read which waits for it throws
     */
    OneReader(Source watch, Runnable cancel) {
      super(watch);
      this.cancel = cancel;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      synchronized (reading) {
        return super.read(sink, byteCount);
      }
    }

    @Override
    public void close() throws IOException {
      cancel.run();
      synchronized (reading) {
        super.close();
      }
    }
  }
}
