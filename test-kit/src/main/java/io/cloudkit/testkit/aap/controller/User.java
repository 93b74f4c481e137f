package io.cloudkit.testkit.aap.controller;

/**
 * An account of the controller.
 *
 * @param id its id, as in {@code created_by}
 * @param name its login name
 * @param role what it may do
 */
public record User(long id, String name, Role role) {
  /** What an account may do. */
  public enum Role {
    /** May launch what is not forbidden and cancel what it created. */
    ORDINARY,
    /** May do everything, and gets 405 where others get 403 (§6.2). */
    SUPERUSER,
    /** Has no role on anything: sees nothing, and may do nothing. */
    OUTSIDER,
    /** Its token has the scope read: 403 on every POST (§1.7). */
    READ_ONLY
  }

  public boolean isSuperuser() {
    return role == Role.SUPERUSER;
  }
}
