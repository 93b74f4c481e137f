package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import java.util.Map;

/** Names of providers that ship, in the places where a hurried hand puts them. */
final class HoldsNames {
  private HoldsNames() {}

  @Breaks("the_controller_holds_no_name_of_a_provider")
  static final class InAField {
    static final String PROVIDER = "aap";
  }

  @Breaks("the_controller_holds_no_name_of_a_provider")
  static final class InAMap {
    static final Map<String, Integer> WEIGHTS = Map.of("eda-webhook", 1);
  }

  @Breaks("the_controller_holds_no_name_of_a_provider")
  static final class InAText {
    String annotation(String name) {
      return "example.com/AWX-" + name;
    }
  }

  @Breaks("the_controller_holds_no_name_of_a_provider")
  static final class AsTheBeginningOfAnId {
    static final String WORKFLOW = "workflow_job-";
  }

  @Breaks("the_controller_holds_no_name_of_a_provider")
  enum AsAnEnum {
    AAP
  }
}
