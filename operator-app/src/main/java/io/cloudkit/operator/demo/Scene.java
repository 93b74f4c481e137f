package io.cloudkit.operator.demo;

/**
 * A short play with an end that can be checked.
 *
 * @param name one word, for {@code --scene}
 * @param title a sentence: what is going to be seen
 * @param script what happens
 */
public record Scene(String name, String title, Script script) {
  /** What happens in a scene. Leaves nothing behind. */
  public interface Script {
    /**
     * Plays on a stage whose operator runs.
     *
     * @throws SceneFailure if it does not end as it should
     */
    void play(Stage stage) throws Exception;
  }

  /** Plays it, as its script says. */
  public void play(Stage stage) throws Exception {
    script.play(stage);
  }

  @Override
  public String toString() {
    return name;
  }
}
