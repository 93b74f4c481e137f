package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings that are valid one by one and not together. */
final class Contradictions {
  private Contradictions() {}

  static List<Problem> among(Values values) {
    return Stream.of(
            ordered(values, OperatorTable.RETRY_MIN, "at most", 0, OperatorTable.RETRY_MAX),
            ordered(
                values,
                OperatorTable.RENEW_DEADLINE,
                "less than",
                -1,
                OperatorTable.LEASE_DURATION),
            ordered(
                values, OperatorTable.RETRY_PERIOD, "less than", -1, OperatorTable.RENEW_DEADLINE))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Problem> ordered(
      Values values, String small, String relation, int most, String large) {
    ProviderConfig operator = values.operator();
    if (Integer.signum(operator.duration(small).compareTo(operator.duration(large))) <= most) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            values.name(small),
            Problem.quoted(operator.string(small)),
            "expected "
                + relation
                + " "
                + values.name(large)
                + ", which is \""
                + operator.string(large)
                + "\""));
  }
}
