package com.example.orders;

import io.cloudkit.testkit.tck.*;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OrdersTckTest extends ProviderTck {
  @TempDir Path directory;

  @Override
  protected BackendHarness backend() {
    return new OrdersHarness(directory.resolve("orders"));
  }
}
