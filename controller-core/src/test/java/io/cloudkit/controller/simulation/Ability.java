package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The backends of a day, by what they can do.
 *
 * @param members one, or several that a resource can be switched between
 */
record Ability(String name, List<Member> members) {
  /** What stands behind a provider. */
  enum Backend {
    /** Jobs that can be asked about, by a provider with those traits. */
    IN_MEMORY,
    /** Playbooks that answer by changing the resource, behind the real provider of EDA. */
    EDA,
    /** The same, with a look into the AAP that runs them. */
    TRACKED_EDA,
    /** A faked AAP, behind the real provider of AAP. */
    AAP
  }

  /** A backend with these abilities. */
  record Member(String instance, Backend backend, ProviderTraits traits) {
    boolean isEda() {
      return backend == Backend.EDA || isTracked();
    }

    boolean isTracked() {
      return backend == Backend.TRACKED_EDA;
    }

    boolean isAap() {
      return backend == Backend.AAP;
    }
  }

  Ability {
    members = List.copyOf(members);
  }

  static Ability inMemory(String name, ProviderTraits traits) {
    return new Ability(name, List.of(new Member(name, Backend.IN_MEMORY, traits)));
  }

  static Ability eda() {
    return new Ability("eda", List.of(new Member("eda", Backend.EDA, EdaLink.traits())));
  }

  static Ability trackedEda() {
    return new Ability(
        "eda-tracked", List.of(new Member("eda", Backend.TRACKED_EDA, EdaLink.traits())));
  }

  static Ability aap() {
    return new Ability("aap", List.of(new Member("aap", Backend.AAP, AapLink.traits())));
  }

  /** Both, to be switched between. */
  Ability beside(Ability other) {
    return new Ability(
        name + "+" + other.name, Stream.concat(members.stream(), other.members.stream()).toList());
  }

  boolean isAny(Predicate<Member> what) {
    return members.stream().anyMatch(what);
  }

  @Override
  public String toString() {
    return name;
  }
}
