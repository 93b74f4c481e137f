package io.cloudkit.testkit.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request as it came over the wire. Immutable, but for the bytes of the body, which nobody
 * changes.
 */
public final class WireRequest {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final int limit;
  private final Optional<String> clientSubject;
  private final Carrier carrier;

  /** The connection that a request came over. */
  public enum Carrier {
    FRESH,
    /** One that had served a request before. */
    KEPT
  }

  /**
   * @param method in capitals
   * @param path raw path, percent-encoded
   * @param query raw query; empty if none
   * @param headers as the client spelled them
   * @param body at most one byte more than the limit
   * @param limit longest body that is allowed, in bytes
   * @param clientSubject whom the client's certificate names
   */
  WireRequest(
      String method,
      String path,
      String query,
      Map<String, List<String>> headers,
      byte[] body,
      int limit,
      Optional<String> clientSubject,
      Carrier carrier) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.body = body;
    this.limit = limit;
    this.clientSubject = clientSubject;
    this.carrier = carrier;
  }

  /** In capitals. */
  public String method() {
    return method;
  }

  /** Raw path, percent-encoded. */
  public String path() {
    return path;
  }

  /** Raw query; empty if none. */
  public String query() {
    return query;
  }

  /** The first value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name))
        .filter(all -> !all.isEmpty())
        .map(all -> all.get(0));
  }

  /** The names of all headers, each once, as the client spelled them. */
  public List<String> headerNames() {
    return List.copyOf(headers.keySet());
  }

  /** Whether the body is longer than the server reads; what was read of it is worth nothing. */
  public boolean isTooLarge() {
    return body.length > limit;
  }

  /** Whom the certificate names that the client had to show (RFC 2253); empty without one. */
  public Optional<String> clientSubject() {
    return clientSubject;
  }

  /** The connection that it came over. */
  public Carrier carrier() {
    return carrier;
  }

  /** The bytes of the body, not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Shows neither headers nor body. */
  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
