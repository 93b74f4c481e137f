package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.http.HttpAnswer;

/** An answer that ends the handling of a request early. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpAnswer answer;

  Refusal(HttpAnswer answer) {
    super("refused", null, false, false);
    this.answer = answer;
  }

  static Refusal of(int status, String detail) {
    return new Refusal(AapApi.detail(status, detail));
  }

  static Refusal forbidden() {
    return of(403, "You do not have permission to perform this action.");
  }

  static Refusal noRow(String model) {
    return of(404, "No " + model + " matches the given query.");
  }

  HttpAnswer answer() {
    return answer;
  }
}
