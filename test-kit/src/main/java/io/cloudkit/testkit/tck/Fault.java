package io.cloudkit.testkit.tck;

/** What a backend can do to a request. */
public enum Fault {
  /** The request arrives, and the connection is cut; nothing is done. */
  LOSES_THE_REQUEST,
  /** What was asked is done, and the connection is cut before the answer. */
  LOSES_THE_ANSWER,
  /** The connection is cut, and what was asked is done at {@link BackendHarness#catchUp}. */
  COMMITS_LATE,
  /** It says that it failed, as a server's 500 does; nothing is done. */
  FAILS,
  /** What was asked is done, and then something says that it failed, as a proxy's 502 does. */
  FAILS_AFTERWARDS,
  /** It says yes in a way that makes no sense, as a login page with 200 does; nothing is done. */
  BABBLES,
  /** No answer comes while anybody waits for it. */
  HANGS,
  /** It says no, definitely; nothing is done. */
  REFUSES,
  /** It says no, and why in words that contain every secret that the provider was given. */
  REFUSES_AND_TELLS_SECRETS,
  /** It says that it has no room now; nothing is done. */
  THROTTLES;

  /** Whether what was asked may be done although nothing says so. */
  boolean leavesDoubt() {
    return this != REFUSES && this != REFUSES_AND_TELLS_SECRETS && this != THROTTLES;
  }
}
