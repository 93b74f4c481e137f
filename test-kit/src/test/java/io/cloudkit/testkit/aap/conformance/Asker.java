package io.cloudkit.testkit.aap.conformance;

/** Who sends a request. */
enum Asker {
  /** Whoever is there; superuser or not. */
  ANYONE,
  /** A superuser. */
  ADMIN,
  /** An ordinary account that may execute the templates of the table. */
  SERVICE,
  /** An ordinary account without any right on them. */
  STRANGER,
  /** A token of scope read. */
  READER,
  /** No credentials. */
  NOBODY,
  /** A token that nobody gave out. */
  FORGED,
  /** A wrong password. */
  MISTYPED
}
