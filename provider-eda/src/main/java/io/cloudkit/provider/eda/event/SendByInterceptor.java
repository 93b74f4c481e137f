package io.cloudkit.provider.eda.event;

import io.cloudkit.provisioning.api.Deadline;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The last place before a request's bytes leave. A process that was paused on its way here does not
 * send when it wakes; what must be sent once leaves once, whatever the HTTP client makes of the
 * first answer; and afterwards it is known whether anything left at all.
 */
public final class SendByInterceptor implements Interceptor {
  /** Nothing of the request left. */
  static final class TooLateException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLateException() {
      super("its permission ended before the request left");
    }
  }

  /** One request on its way out. */
  public static final class Departure {
    private final Optional<Deadline> sendBy;
    private final boolean once;
    private final AtomicBoolean left = new AtomicBoolean();

    private Departure(Optional<Deadline> sendBy, boolean once) {
      this.sendBy = sendBy;
      this.once = once;
    }

    /** A question may be repeated. */
    static Departure ofQuestion() {
      return new Departure(Optional.empty(), false);
    }

    /** An effect leaves once, and not after that moment. */
    static Departure ofEffect(Optional<Deadline> sendBy) {
      return new Departure(sendBy, true);
    }

    /** False proves that the backend got nothing. */
    boolean hasLeft() {
      return left.get();
    }

    public void leave() throws IOException {
      if (sendBy.filter(Deadline::isPast).isPresent() && !hasLeft()) {
        throw new TooLateException();
      }
      if (left.getAndSet(true) && once) {
        throw new IOException("the HTTP client wanted to send it again");
      }
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Departure departure = request.tag(Departure.class);
    if (departure != null) {
      departure.leave();
    }
    return chain.proceed(request);
  }
}
