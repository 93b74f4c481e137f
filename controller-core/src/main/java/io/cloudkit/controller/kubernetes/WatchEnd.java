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
 * Lets a watch over plain HTTP be closed while it is read. Whoever closes the body of an answer
 * reads what is left of it, to use the connection again; fabric8 closes a watch on another thread
 * than the one that waits for its next event, and two readers break okio's buffer: both threads may
 * then throw a NullPointerException. A watch over a WebSocket has no such body.
 */
final class WatchEnd implements Interceptor {
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
    Source guarded = new OneReader(body.source(), chain.call()::cancel);
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(guarded), body.contentType(), body.contentLength()))
        .build();
  }

  /** Is read by one thread at a time; closing it ends a read that waits. */
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
