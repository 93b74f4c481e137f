package io.cloudkit.operator.configuration;

import io.cloudkit.operator.configuration.OperatorTable.Common;
import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of provider instances, and the names of their variables. */
final class InstanceTable {
  private final Set<String> operators = new HashSet<>();

  /** A table beside the operator's own. */
  InstanceTable(List<Setting> operator) {
    operator.forEach(each -> operators.addAll(each.suffixes()));
  }

  /** All settings of an instance of that kind. */
  List<Setting> of(String instance, ProviderKind kind) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (ConfigProperty property : kind.properties()) {
      settings.put(property.name(), setting(instance, kind, property, Limit.of(property)));
    }
    for (Common common : OperatorTable.instance()) {
      String name = common.property().name();
      // a provider may describe better what every instance has; the limits stay
      ConfigProperty property =
          settings.containsKey(name) ? settings.get(name).property() : common.property();
      settings.put(name, setting(instance, kind, property, common.limit()));
    }
    return List.copyOf(settings.values());
  }

  private Setting setting(
      String instance, ProviderKind kind, ConfigProperty property, Limit limit) {
    List<String> suffixes = new ArrayList<>();
    String general = Setting.INSTANCE_VARIABLES + Setting.words(instance + "-" + property.name());
    if (instance.equals(kind.type())) {
      suffixes.add(Setting.words(instance + "-" + property.name()));
      suffixes.add(general);
      suffixes.addAll(LegacyVariables.of(kind.type(), property.name()));
      // the operator had its names first
      suffixes.removeAll(operators);
    } else {
      suffixes.add(general);
    }
    return Setting.ofInstance(instance, property, limit, suffixes);
  }
}
