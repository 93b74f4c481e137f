package com.example.databases;

import io.cloudkit.controller.kubernetes.RawResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

@Group("example.com")
@Version("v1")
public final class Database extends RawResource {
  private static final long serialVersionUID = 1L;
}
