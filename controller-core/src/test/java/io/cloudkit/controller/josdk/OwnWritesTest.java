package io.cloudkit.controller.josdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.testapi.Widget;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private static final ResourceKey KEY = new ResourceKey("ns", "w");

  private final OwnWrites<Widget> writes = new OwnWrites<>();

  @Test
  void anOwnWriteIsReadBeforeTheWatchShowsIt() {
    Widget own = widget("a", "11");
    writes.add(KEY, own);

    assertThat(writes.newest(KEY, Optional.of(widget("a", "10")))).containsSame(own);
  }

  @Test
  void theSecondWriteOutlivesTheSightOfTheFirst() {
    Widget second = widget("a", "12");
    writes.add(KEY, widget("a", "11"));
    writes.add(KEY, second);

    assertThat(writes.newest(KEY, Optional.of(widget("a", "11")))).containsSame(second);
  }

  @Test
  void aLaterChangeOfSomebodyElseIsNotHidden() {
    Widget theirs = widget("a", "12");
    writes.add(KEY, widget("a", "11"));

    assertThat(writes.newest(KEY, Optional.of(theirs))).containsSame(theirs);
    assertThat(writes.covers(KEY, theirs)).isFalse();
  }

  @Test
  void versionsAreComparedAsNumbers() {
    Widget own = widget("a", "100");
    writes.add(KEY, own);

    assertThat(writes.newest(KEY, Optional.of(widget("a", "99")))).containsSame(own);
  }

  @Test
  void aNamesakeIsAnotherResource() {
    Widget namesake = widget("b", "12");
    writes.add(KEY, widget("a", "11"));

    assertThat(writes.covers(KEY, namesake)).isFalse();
    assertThat(writes.newest(KEY, Optional.of(namesake))).containsSame(namesake);
  }

  @Test
  void aWatchThatLagsDoesNotBringAPredecessorBack() {
    Widget namesake = widget("b", "12");
    writes.add(KEY, namesake);

    assertThat(writes.newest(KEY, Optional.of(widget("a", "11")))).containsSame(namesake);
  }

  @Test
  void whatWasLetGoIsGoneBeforeTheWatchSaysSo() {
    writes.add(KEY, widget("a", "11"));
    writes.addEnd(KEY, "a");

    assertThat(writes.newest(KEY, Optional.of(widget("a", "11")))).isEmpty();
    assertThat(writes.newest(KEY, Optional.of(widget("b", "13")))).as("a namesake").isPresent();
  }

  @Test
  void whatIsGoneDoesNotComeBack() {
    writes.add(KEY, widget("a", "11"));

    assertThat(writes.newest(KEY, Optional.empty())).isEmpty();
    assertThat(writes.newest(KEY, Optional.of(widget("a", "10"))))
        .as("forgotten with it")
        .get()
        .extracting(each -> each.getMetadata().getResourceVersion())
        .isEqualTo("10");
  }

  @Test
  void ownWritesAreNoNews() {
    writes.add(KEY, widget("a", "11"));
    writes.add(KEY, widget("a", "12"));

    assertThat(writes.covers(KEY, widget("a", "11"))).isTrue();
    assertThat(writes.covers(KEY, widget("a", "12"))).isTrue();
    assertThat(writes.covers(KEY, widget("a", "13"))).isFalse();
    Optional<Widget> unused = writes.newest(KEY, Optional.of(widget("a", "12")));
    assertThat(writes.covers(KEY, widget("a", "12"))).as("also when it was read since").isTrue();
  }

  @Test
  void versionsThatAreNoNumbersLeaveTheWordToTheWatch() {
    Widget watched = widget("a", "x1");
    writes.add(KEY, widget("a", "x2"));

    assertThat(writes.newest(KEY, Optional.of(watched))).containsSame(watched);
    assertThat(writes.covers(KEY, watched)).isFalse();
  }

  private static Widget widget(String uid, String version) {
    Widget widget = new Widget();
    widget.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(KEY.namespace())
            .withName(KEY.name())
            .withUid(uid)
            .withResourceVersion(version)
            .build());
    return widget;
  }
}
