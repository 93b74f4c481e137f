package io.cloudkit.provider.eda.event;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;

/**
 * A body that says it can not be written twice. OkHttp sends a POST again by itself after a 503
 * with "Retry-After: 0", after a 408 and after a 421; this keeps it from that.
 */
final class OneShotJson extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final ByteString bytes;

  OneShotJson(ByteString bytes) {
    this.bytes = bytes;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return bytes.size();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
  }
}
