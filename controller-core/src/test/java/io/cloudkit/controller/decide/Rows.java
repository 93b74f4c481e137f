package io.cloudkit.controller.decide;

import java.util.List;
import java.util.stream.Stream;

/** The decision table. */
final class Rows {
  static final List<Row> ALL =
      Stream.of(
              PersonRows.ALL,
              MemoryRows.ALL,
              UnresolvedRows.ALL,
              JobRows.ALL,
              DeletionRows.ALL,
              ProvisionRows.ALL,
              OrderRows.ALL,
              TroubleRows.ALL)
          .flatMap(List::stream)
          .toList();

  private Rows() {}
}
