package io.cloudkit.operator.configuration;

import java.util.List;

/** The configuration holds mistakes; the message lists them all, for a person. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(Problem.report(problems));
    this.problems = List.copyOf(problems);
  }

  /** One mistake that was found elsewhere, before anything was started. */
  public static ConfigurationException of(Problem problem) {
    return new ConfigurationException(List.of(problem));
  }

  /**
   * A provider that refused its settings together.
   *
   * @param why what {@code ProvisioningProviderFactory.create} threw; a secret of the instance that
   *     it quotes is masked. One that begins with the name of a property is told of the variable
   *     that a person knows it by
   */
  public static ConfigurationException refused(
      ProviderSettings settings, IllegalArgumentException why) {
    return of(Rehearsal.told(settings, why));
  }

  /** The provider that launches by default can not be made, by its own fault. */
  public static ConfigurationException unusable(String instance, DefectException why) {
    return of(Problem.unusable(instance, why.what()));
  }

  public List<Problem> problems() {
    return problems;
  }
}
