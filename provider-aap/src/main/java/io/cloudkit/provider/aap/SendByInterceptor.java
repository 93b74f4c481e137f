package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.Deadline;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The last place before a launch's bytes leave. A process that was paused on its way here does not
 * send when it wakes.
 */
final class SendByInterceptor implements Interceptor {
  /** Nothing of the request left. */
  static final class TooLateException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLateException() {
      super("its permission ended before the request left");
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Deadline sendBy = request.tag(Deadline.class);
    if (sendBy != null && sendBy.isPast()) {
      throw new TooLateException();
    }
    return chain.proceed(request);
  }
}
