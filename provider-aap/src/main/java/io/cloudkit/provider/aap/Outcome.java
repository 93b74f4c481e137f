package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Optional;
import java.util.function.Supplier;

/** What came of one question: one of the two. */
record Outcome<T>(Optional<T> answer, Optional<ProviderException> failure) {
  /** Asks. Throws nothing, so that one question spoils no other. */
  static <T> Outcome<T> of(Supplier<T> question) {
    try {
      return new Outcome<>(Optional.of(question.get()), Optional.empty());
    } catch (ProviderException failed) {
      return failed(failed);
    } catch (RuntimeException | Error defect) {
      // the text of what must not be thrown is not ours to vouch for
      return failed(new ProviderException("a defect of the provider", defect));
    }
  }

  static <T> Outcome<T> failed(String why) {
    return failed(new ProviderException(why));
  }

  private static <T> Outcome<T> failed(ProviderException why) {
    return new Outcome<>(Optional.empty(), Optional.of(why));
  }
}
