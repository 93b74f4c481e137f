package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Broken.isCut;
import static io.cloudkit.testkit.tck.Broken.provider;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Providers that break a promise of P-1 or P-2. */
final class BrokenLaunches {
  private BrokenLaunches() {}

  private static final Broken THROWS_REFUSALS =
      provider(
          "P-2.3",
          "throws refusals",
          good ->
              new Passing(good) {
                @Override
                public ProvisionResult triggerProvision(LaunchRequest request) {
                  ProvisionResult result = good.triggerProvision(request);
                  return result.match(
                      (job, status) -> result,
                      (reason, after) -> result,
                      (kind, reason) -> {
                        throw new ProviderException(reason);
                      });
                }
              });

  static final List<Broken> ALL =
      List.of(
          shows("api-password"),
          shows("token-of-today"),
          shows("client-api-key"),
          Broken.factory(
              "P-1.1",
              "explains nothing",
              backend ->
                  new Broken.Factory(backend) {
                    @Override
                    public List<ConfigProperty> launchOptions() {
                      return List.of(ConfigProperty.text("limit", "the limit").build());
                    }
                  }),
          Broken.factory(
              "P-1.2",
              "asks when it is made",
              backend ->
                  new Broken.Factory(backend) {
                    @Override
                    public ProvisioningProvider create(
                        ProviderConfig config, ProviderContext context) {
                      ProvisioningProvider made = super.create(config, context);
                      var unused = made.preflight();
                      return made;
                    }
                  }),
          provider(
              "P-2.1",
              "sends again what failed",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      try {
                        return good.triggerProvision(request);
                      } catch (ProviderException unknown) {
                        return good.triggerProvision(request);
                      }
                    }
                  }),
          provider(
              "P-2.2",
              "takes a 502 for a no",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      try {
                        return good.triggerProvision(request);
                      } catch (ProviderException unknown) {
                        if (isCut(unknown, Fault.FAILS_AFTERWARDS)) {
                          return ProvisionResult.rejected(
                              FailureKind.BACKEND, "the backend is in trouble");
                        }
                        throw unknown;
                      }
                    }
                  }),
          provider(
              "P-2.2",
              "takes any 200 for a yes",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      try {
                        return good.triggerProvision(request);
                      } catch (ProviderException unknown) {
                        if (isCut(unknown, Fault.BABBLES)) {
                          return ProvisionResult.triggered(
                              request.job("?"), JobStatus.of(JobState.PENDING));
                        }
                        throw unknown;
                      }
                    }
                  }),
          provider(
              "P-2.2",
              "throws what its parser throws",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      try {
                        return good.triggerProvision(request);
                      } catch (ProviderException unknown) {
                        if (isCut(unknown, Fault.BABBLES)) {
                          throw new IllegalStateException("expected JSON", unknown);
                        }
                        throw unknown;
                      }
                    }
                  }),
          THROWS_REFUSALS,
          THROWS_REFUSALS.ofDeprovisions(),
          provider(
              "P-2.4",
              "has no watch",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      return good.triggerProvision(
                          new LaunchRequest(
                              request.plan(),
                              request.claim(),
                              request.attempt(),
                              request.bookmark(),
                              later()));
                    }
                  }),
          provider(
              "P-2.4",
              "looks too early",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      if (request.sendBy().isPast()) {
                        return ProvisionResult.waiting("too late to send", Duration.ZERO);
                      }
                      var unused = good.bookmark(request.plan());
                      return good.triggerProvision(
                          new LaunchRequest(
                              request.plan(),
                              request.claim(),
                              request.attempt(),
                              request.bookmark(),
                              later()));
                    }
                  }),
          provider(
              "P-2.5",
              "keeps the claim",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      boolean provision = request.type() == JobType.PROVISION;
                      return good.triggerProvision(
                          new LaunchRequest(
                              request.plan(),
                              provision ? request.claim() : "none",
                              request.attempt(),
                              request.bookmark(),
                              request.sendBy()));
                    }
                  }),
          provider(
              "P-2.5",
              "mixes up types",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      ProvisionResult result = good.triggerProvision(request);
                      return result.match(
                          (job, status) ->
                              ProvisionResult.triggered(
                                  JobRef.of(
                                      job.provider(), JobType.PROVISION, job.id(), job.operation()),
                                  status),
                          (reason, after) -> result,
                          (kind, reason) -> result);
                    }
                  }));

  private static Broken shows(String secret) {
    return Broken.factory(
        "P-1.1",
        "shows its " + secret,
        backend ->
            new Broken.Factory(backend) {
              @Override
              public List<ConfigProperty> properties() {
                ConfigProperty shown =
                    ConfigProperty.text(secret, "What the backend asks for.").build();
                return Stream.concat(super.properties().stream(), Stream.of(shown)).toList();
              }
            });
  }

  private static Deadline later() {
    return Deadline.after(Duration.ofHours(1), System::nanoTime);
  }

  /** As who forgot that a recovery only asks. */
  static LaunchRequest request(UnresolvedLaunch launch) {
    return new LaunchRequest(
        launch.plan(), launch.claim(), launch.attempt(), launch.bookmark(), later());
  }
}
