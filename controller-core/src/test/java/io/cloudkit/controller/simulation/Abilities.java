package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;

/** The kinds of backends that the engine has to do with. */
final class Abilities {
  static final Ability SEARCHABLE =
      Ability.inMemory(
          "searchable", timed(ProviderTraits.polled()).canCancel().canSearch().build());
  static final Ability DEDUPLICATING =
      Ability.inMemory(
          "deduplicating", timed(ProviderTraits.polled()).canCancel().deduplicates().build());
  static final Ability BLIND =
      Ability.inMemory("blind", timed(ProviderTraits.polled()).canCancel().build());
  static final Ability SIGNALLED =
      Ability.inMemory("signalled", timed(ProviderTraits.signalled()).build());
  static final Ability SIGNALLED_SEARCHABLE =
      Ability.inMemory(
          "signalled-searchable", timed(ProviderTraits.signalled()).canSearch().build());
  static final Ability EDA = Ability.eda();
  static final Ability TRACKED_EDA = Ability.trackedEda();
  static final Ability AAP = Ability.aap();

  static final List<Ability> ALL =
      List.of(
          SEARCHABLE,
          DEDUPLICATING,
          BLIND,
          SIGNALLED,
          SIGNALLED_SEARCHABLE,
          EDA,
          TRACKED_EDA,
          AAP,
          AAP.beside(EDA),
          SEARCHABLE.beside(EDA),
          DEDUPLICATING.beside(BLIND),
          SEARCHABLE.beside(SIGNALLED));

  private Abilities() {}

  private static ProviderTraits.Builder timed(ProviderTraits.Builder traits) {
    return traits
        .callTimeout(Duration.ofSeconds(10))
        .lateCommit(Duration.ofSeconds(40))
        .maxJobDuration(Duration.ofMinutes(20));
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException there is none; the message lists what there is
   */
  static Ability named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "ability: expected one of " + ALL + ", found " + name));
  }
}
