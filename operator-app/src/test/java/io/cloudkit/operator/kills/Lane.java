package io.cloudkit.operator.kills;

import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.SceneFailure;
import io.cloudkit.operator.kills.Point.Blow;
import io.cloudkit.operator.kills.Point.Landing;
import io.cloudkit.operator.kills.Point.Successor;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A namespace with its operators: one that leads alone, or a leader and one that waits for its
 * lease. One instance after another lives there, and each of their lives is struck once. For one
 * thread.
 */
final class Lane implements AutoCloseable {
  private static final String PARAMETERS = "{\"cores\": 1}";

  /** Longer than a permission to send holds. */
  private static final Duration PAUSE = KillWorld.SEND_WINDOW.plusSeconds(1);

  private final KillWorld world;
  private final String namespace;
  private final Path folder;
  private final Map<String, String> settings;
  private final Instances instances;
  private final List<GatedOperator> operators = new ArrayList<>();

  /** Their gates may still hold something. */
  private final List<GatedOperator> dead = new ArrayList<>();

  private int processes;
  private int lives;

  private Lane(KillWorld world, String namespace, Path folder, Successor successor) {
    this.world = world;
    this.namespace = namespace;
    this.folder = folder;
    this.instances = world.instancesOf(namespace);
    this.settings = new HashMap<>(world.settings());
    settings.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", namespace);
    settings.put("CLOUDKIT_LEADER_ELECTION", successor == Successor.SAME ? "disabled" : "enabled");
  }

  /** A lane whose operators start. */
  static Lane open(KillWorld world, String namespace, Path folder, Successor successor)
      throws IOException {
    Lane lane = new Lane(world, namespace, folder, successor);
    int needed = successor == Successor.SAME ? 1 : 2;
    for (int i = 0; i < needed; i++) {
      lane.startOne();
    }
    return lane;
  }

  String namespace() {
    return namespace;
  }

  private void startOne() throws IOException {
    String identity = namespace + "-" + ++processes;
    operators.add(GatedOperator.start(world, identity, folder, settings));
  }

  /**
   * Lets one instance live, from its creation until it is gone, and strikes its operator once on
   * the way.
   *
   * @throws SceneFailure if it does not come to its end, or not by one job each way
   * @throws TimeoutException if nobody came to that point
   */
  void strike(Point point)
      throws IOException, InterruptedException, SceneFailure, TimeoutException {
    operators.forEach(GatedOperator::awaitStarted);
    boolean early = point.step() == Step.CANCEL_SENT;
    String name = (early ? KillWorld.RUNS_UNTIL_CANCELLED : "life") + "-" + ++lives;
    Trap<GatedOperator> trap = new Trap<>(point.step()::isMadeBy, place(point.landing()));
    String uid;
    if (point.type() == JobType.PROVISION) {
      operators.forEach(each -> each.lay(trap));
      uid = instances.create(name, PARAMETERS);
      strikeAt(point, trap);
      instances.await(name, "Available", Instances::isAvailable);
      instances.delete(name);
    } else {
      uid = instances.create(name, PARAMETERS);
      awaitCreated(name, uid, early);
      operators.forEach(each -> each.lay(trap));
      instances.delete(name);
      strikeAt(point, trap);
    }
    instances.awaitGone(name);
    world.gone(uid);
    expectOneJobEachWay(uid);
  }

  private void awaitCreated(String name, String uid, boolean early) throws SceneFailure {
    if (early) {
      await("the playbook of " + name)
          .atMost(KillWorld.PATIENCE)
          .until(() -> !world.playbooks(uid).isEmpty());
      instances.await(name, "its job", each -> !Instances.jobState(each, "provisionJob").isEmpty());
    } else {
      instances.await(name, "Available", Instances::isAvailable);
    }
  }

  private static Trap.Place place(Landing landing) {
    return landing == Landing.LANDED ? Trap.Place.AFTER_THE_ANSWER : Trap.Place.BEFORE_THE_SERVER;
  }

  private void strikeAt(Point point, Trap<GatedOperator> trap)
      throws IOException, InterruptedException, TimeoutException {
    GatedOperator struck = trap.await(KillWorld.PATIENCE);
    if (point.blow() == Blow.KILL) {
      struck.kill();
      operators.remove(struck);
      dead.add(struck);
      startOne();
    } else {
      struck.stop();
    }
    if (point.landing() == Landing.LOST) {
      trap.drop();
    } else if (point.landing() == Landing.LATE) {
      passLate(trap);
    }
    if (point.blow() == Blow.STOP) {
      awaitSuccessor(point.successor(), struck);
      struck.goOn();
    }
    if (point.landing() == Landing.LANDED) {
      trap.pass();
    }
  }

  private static void passLate(Trap<GatedOperator> trap) {
    CompletableFuture.delayedExecutor(KillWorld.LATEST.toMillis(), TimeUnit.MILLISECONDS)
        .execute(trap::pass);
  }

  private void awaitSuccessor(Successor successor, GatedOperator stopped) {
    if (successor == Successor.SAME) {
      LockSupport.parkNanos(PAUSE.toNanos());
    } else {
      await("another leader than " + stopped.identity())
          .atMost(KillWorld.PATIENCE)
          .until(
              () -> {
                String leader = world.leader(namespace);
                return !leader.isEmpty() && !leader.startsWith(stopped.identity() + "-");
              });
    }
  }

  private void expectOneJobEachWay(String uid) throws SceneFailure {
    List<Playbook> ran = world.playbooks(uid);
    for (Purpose purpose : List.of(Purpose.PROVISION, Purpose.DEPROVISION)) {
      long count = ran.stream().filter(each -> each.purpose() == purpose).count();
      if (count != 1) {
        throw new SceneFailure("expected one " + purpose + ", found " + count + ": " + ran);
      }
    }
  }

  @Override
  public void close() {
    operators.forEach(GatedOperator::close);
    dead.forEach(GatedOperator::close);
  }
}
