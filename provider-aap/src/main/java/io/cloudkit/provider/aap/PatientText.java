package io.cloudkit.provider.aap;

/** A text that a pattern can not look at without end. Of one thread. */
final class PatientText implements CharSequence {
  private static final int MOST = 1_000_000;

  private final String text;
  private int looks;

  PatientText(String text) {
    this.text = text;
  }

  /** A pattern goes back and forth in it. */
  static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public char charAt(int index) {
    if (++looks > MOST) {
      throw new ExhaustedException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
