package io.cloudkit.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantNameTest {
  /** Expected values by hash/fnv and encoding/base32 of Go's standard library. */
  @ParameterizedTest
  @CsvSource({
    "a,tenant-v5r5ytegahwiy",
    "innabox,tenant-pnpqlglq7ml4i",
    "Tenant with spaces,tenant-tr4r3l3xo6wue"
  })
  void isTheNameThatGoComputes(String tenant, String name) {
    assertThat(TenantName.of(tenant)).isEqualTo(name);
  }
}
