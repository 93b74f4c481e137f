package io.cloudkit.testkit.tck;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The rules, run on the broken provider that a parameter of the run names. Not a test by itself.
 */
@ExtendWith(BrokenTck.Named.class)
class BrokenTck extends ProviderTck {
  static final String PARAMETER = "broken";

  private final Broken broken;

  BrokenTck(Broken broken) {
    this.broken = broken;
  }

  @Override
  protected BackendHarness backend() {
    return new MemoryBackend(broken.traits(), broken.factory());
  }

  static final class Named implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Broken.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      List<Broken> all = BrokenProvidersTest.all().toList();
      return test.getConfigurationParameter(PARAMETER)
          .flatMap(name -> all.stream().filter(each -> each.toString().equals(name)).findFirst())
          .orElseThrow();
    }
  }
}
