package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.SpiLevel;

/** Java text of small factories and their providers, each with a twist. */
final class Vendor {
  private String type = "acme";
  private String level = String.valueOf(SpiLevel.CURRENT);
  private String constructor = "";
  private String typeBody = "return io.cloudkit.provisioning.spi.ProviderType.of(\"%s\");";
  private String properties = "return java.util.List.of();";
  private String create = "return new Backend(context);";
  private String observe = "throw new ProviderException(\"not now\");";
  private String members = "";

  private Vendor() {}

  static Vendor of(String type) {
    Vendor vendor = new Vendor();
    vendor.type = type;
    return vendor;
  }

  Vendor level(int value) {
    return levelBody(String.valueOf(value));
  }

  Vendor constructor(String body) {
    constructor = body;
    return this;
  }

  Vendor typeBody(String body) {
    typeBody = body;
    return this;
  }

  Vendor levelBody(String expression) {
    level = expression;
    return this;
  }

  Vendor properties(String body) {
    properties = body;
    return this;
  }

  Vendor create(String body) {
    create = body;
    return this;
  }

  Vendor observe(String body) {
    observe = body;
    return this;
  }

  /** More members of the provider. */
  Vendor members(String text) {
    members = text;
    return this;
  }

  /** The whole text of a factory of that full name. */
  String factory(String name) {
    int dot = name.lastIndexOf('.');
    return """
    package %1$s;

    import io.cloudkit.provisioning.api.*;
    import io.cloudkit.provisioning.spi.*;
    import java.util.List;

    public final class %2$s implements ProvisioningProviderFactory {
      public %2$s() { %3$s }
      public ProviderType type() { %4$s }
      public int spiLevel() { return %5$s; }
      public List<ConfigProperty> properties() { %6$s }
      public ProvisioningProvider create(ProviderConfig config, ProviderContext context) { %7$s }

      static final class Backend implements ProvisioningProvider {
        final ProviderContext context;
        Backend(ProviderContext context) { this.context = context; }
        public ProviderTraits traits() { return ProviderTraits.polled().build(); }
        public ProvisionResult triggerProvision(LaunchRequest request) { throw new ProviderException("not now"); }
        public DeprovisionResult triggerDeprovision(LaunchRequest request) { throw new ProviderException("not now"); }
        public Recovery recover(UnresolvedLaunch launch) { return Recovery.unknowable("look"); }
        public JobObservation observe(JobQuery job) { %8$s }
        public CancelResult cancel(JobQuery job) { return CancelResult.unsupported(); }
        %9$s
      }
    }
    """
        .formatted(
            name.substring(0, dot),
            name.substring(dot + 1),
            constructor,
            typeBody.formatted(type),
            level,
            properties,
            create,
            observe,
            members);
  }
}
