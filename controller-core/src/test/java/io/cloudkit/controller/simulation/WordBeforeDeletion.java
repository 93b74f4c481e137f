package io.cloudkit.controller.simulation;

import java.util.Optional;

/** What a person says, and then deletes the resource at once: it is to be let go as it is. */
enum WordBeforeDeletion implements Control {
  ORPHAN_AND_DELETE(Instruction.ORPHAN),
  MANUAL_AND_DELETE(Instruction.MANUAL),
  UNMANAGED_AND_DELETE(Instruction.UNMANAGED);

  private final Instruction word;

  WordBeforeDeletion(Instruction word) {
    this.word = word;
  }

  @Override
  public boolean isPossible(SmallDay day) {
    return Instruction.isLiving(day);
  }

  @Override
  public void give(SmallDay day) {
    word.give(day);
    day.schedule().troubles().delete(day.key());
  }

  @Override
  public Optional<Fate> fate(Course without, Course with) {
    return Instruction.letGo(with);
  }
}
