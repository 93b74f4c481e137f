package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderException;

/**
 * Why AAP could not be asked, and what to do. In the messages of this provider the one stands
 * before the first semicolon, the other after it.
 *
 * @param remedy what to do; some of what usually helps, if the message does not say
 */
record Trouble(String problem, String remedy) {
  static final String REMEDY = "; ";

  /**
   * What a message says.
   *
   * @param otherwise the remedy of one that says none
   */
  static Trouble of(ProviderException unknown, String otherwise) {
    String message = String.valueOf(unknown.getMessage());
    int at = message.indexOf(REMEDY);
    return at < 0
        ? new Trouble(message, otherwise)
        : new Trouble(message.substring(0, at), message.substring(at + REMEDY.length()));
  }
}
