package io.cloudkit.testkit.aap.conformance;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.User;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/**
 * A simulated AAP of its own process, in real time, to try {@link Conformance} on: {@code
 * -Dport=…}. Its tokens are the names of those who have them.
 */
public final class StandaloneFake {
  private StandaloneFake() {}

  public static void main(String[] args) throws InterruptedException {
    int port = Integer.getInteger("port", 8052);
    try (FakeAap fake =
        FakeAap.builder()
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .token("service")
            .start()) {
      fake.accept("admin", new User(1, "admin", User.Role.SUPERUSER));
      fake.accept("stranger", new User(8, "stranger", User.Role.OUTSIDER));
      fake.accept("reader", new User(9, "reader", User.Role.READ_ONLY));
      new FakeTemplates(fake);
      System.out.println(fake.apiUrl());
      new CountDownLatch(1).await();
    }
  }
}
