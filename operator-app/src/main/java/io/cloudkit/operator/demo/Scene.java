package io.cloudkit.operator.demo;

/** A short play with an end that can be checked. */
public interface Scene {
  /** One word, for {@code --scene}. */
  String name();

  /** A sentence: what is going to be seen. */
  String title();

  /**
   * Plays it on a stage whose operator runs. Leaves nothing behind.
   *
   * @throws SceneFailure if it does not end as it should
   */
  void play(Stage stage) throws Exception;
}
