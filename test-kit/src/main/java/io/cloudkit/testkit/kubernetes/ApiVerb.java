package io.cloudkit.testkit.kubernetes;

import java.util.Locale;

/** What a request asks of the API, in the terms of Kubernetes RBAC and audit logs. */
public enum ApiVerb {
  GET,
  LIST,
  WATCH,
  CREATE,
  UPDATE,
  PATCH,
  DELETE,
  DELETECOLLECTION,
  /** Discovery, version, health: anything that names no resource. */
  OTHER;

  /** Whether a successful request with this verb changes the store. */
  public boolean writes() {
    return switch (this) {
      case CREATE, UPDATE, PATCH, DELETE, DELETECOLLECTION -> true;
      case GET, LIST, WATCH, OTHER -> false;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
