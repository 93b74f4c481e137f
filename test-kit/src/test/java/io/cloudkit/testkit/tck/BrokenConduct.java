package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Broken.blind;
import static io.cloudkit.testkit.tck.Broken.isCut;
import static io.cloudkit.testkit.tck.Broken.provider;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Providers that break a promise of P-5 or P-6. */
final class BrokenConduct {
  private static final Logger LOG = LoggerFactory.getLogger(BrokenConduct.class);
  private static final System.Logger JDK_LOG = System.getLogger(BrokenConduct.class.getName());

  private BrokenConduct() {}

  static final List<Broken> ALL =
      List.of(
          provider(
              "P-5.1",
              "takes an asked job for an ended one",
              good ->
                  new Passing(good) {
                    private final Set<JobRef> asked = Collections.synchronizedSet(new HashSet<>());

                    @Override
                    public CancelResult cancel(JobQuery job) {
                      CancelResult result = good.cancel(job);
                      asked.add(job.job());
                      return result;
                    }

                    @Override
                    public JobObservation observe(JobQuery job) {
                      return asked.contains(job.job())
                          ? JobObservation.seen(JobStatus.of(JobState.CANCELED))
                          : good.observe(job);
                    }
                  }),
          provider(
              "P-5.1",
              "cancels although it says that it can not",
              good ->
                  new Passing(good) {
                    @Override
                    public ProviderTraits traits() {
                      return ProviderTraits.polled()
                          .callTimeout(good.traits().callTimeout())
                          .canSearch()
                          .build();
                    }
                  }),
          blind(
              "P-5.1",
              "takes a cancel that it can not pass on",
              good ->
                  new Passing(good) {
                    @Override
                    public CancelResult cancel(JobQuery job) {
                      return CancelResult.requested();
                    }
                  }),
          provider(
              "P-5.2",
              "asks again to cancel",
              good ->
                  new Passing(good) {
                    @Override
                    public CancelResult cancel(JobQuery job) {
                      try {
                        return good.cancel(job);
                      } catch (ProviderException unknown) {
                        return good.cancel(job);
                      }
                    }
                  }),
          provider(
              "P-5.2",
              "takes a failed cancel for a taken one",
              good ->
                  new Passing(good) {
                    @Override
                    public CancelResult cancel(JobQuery job) {
                      try {
                        return good.cancel(job);
                      } catch (ProviderException unknown) {
                        if (isCut(unknown, Fault.FAILS)) {
                          return CancelResult.requested();
                        }
                        throw unknown;
                      }
                    }
                  }),
          provider(
              "P-6.3",
              "mixes up launches that meet",
              good ->
                  new Passing(good) {
                    private final Exchanger<LaunchRequest> field = new Exchanger<>();

                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      return good.triggerProvision(met(request));
                    }

                    private LaunchRequest met(LaunchRequest request) {
                      try {
                        return field.exchange(request, 20, TimeUnit.MILLISECONDS);
                      } catch (TimeoutException alone) {
                        return request;
                      } catch (InterruptedException told) {
                        Thread.currentThread().interrupt();
                        return request;
                      }
                    }
                  }),
          provider(
              "P-6.4",
              "can be closed once",
              good ->
                  new Passing(good) {
                    private boolean closed;

                    @Override
                    public void close() {
                      if (closed) {
                        throw new IllegalStateException("closed already");
                      }
                      closed = true;
                    }
                  }),
          provider(
              "P-6.5",
              "tells on what the backend says of its token",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      ProvisionResult result = good.triggerProvision(request);
                      return result.match(
                          (job, status) -> result,
                          (reason, after) -> result,
                          (kind, reason) ->
                              ProvisionResult.rejected(
                                  kind, "unknown token " + MemoryBackend.TOKEN));
                    }
                  }),
          provider(
              "P-6.5",
              "hides its token in a cause",
              good ->
                  new Passing(good) {
                    @Override
                    public JobObservation observe(JobQuery job) {
                      try {
                        return good.observe(job);
                      } catch (ProviderException unknown) {
                        String request = "GET job, Authorization: " + MemoryBackend.TOKEN;
                        throw new ProviderException(
                            "no answer", new IllegalStateException(request, unknown));
                      }
                    }
                  }),
          provider(
              "P-6.7",
              "logs with what it asks",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      LOG.debug("POST {}, Authorization: {}", "job", MemoryBackend.TOKEN);
                      return good.triggerProvision(request);
                    }
                  }),
          provider(
              "P-6.7",
              "logs the cause of a failure by the JDK",
              good ->
                  new Passing(good) {
                    @Override
                    public JobObservation observe(JobQuery job) {
                      try {
                        return good.observe(job);
                      } catch (ProviderException unknown) {
                        JDK_LOG.log(
                            System.Logger.Level.DEBUG,
                            "no answer",
                            new IllegalStateException("by " + MemoryBackend.TOKEN, unknown));
                        throw unknown;
                      }
                    }
                  }),
          provider(
              "P-6.6",
              "cries wolf",
              good ->
                  new Passing(good) {
                    @Override
                    public List<Finding> preflight() {
                      return List.of(Finding.error("backend", "it might break", "be careful"));
                    }
                  }),
          provider(
              "P-6.6",
              "finds trouble and no remedy",
              good ->
                  new Passing(good) {
                    @Override
                    public List<Finding> preflight() {
                      return List.of(Finding.warning("backend", "it is slow", ""));
                    }
                  }));
}
