package io.cloudkit.provider.aap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Which hosts are reached without a proxy, as the variable {@code NO_PROXY} lists them: names with
 * all below them, {@code .names} and {@code *.names} with what is below them alone, addresses,
 * networks such as 10.0.0.0/8, each but the networks with a port if need be, or {@code *}. Like
 * curl and Go's HTTP client do it, a name is not resolved for it, and the machine itself needs no
 * proxy. Immutable.
 */
record NoProxy(Set<String> entries) {
  NoProxy {
    entries = Set.copyOf(entries);
  }

  NoProxy(String list) {
    this(
        Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toSet()));
  }

  boolean covers(HttpUrl url) {
    String host = url.host();
    return isLoopback(host) || entries.stream().anyMatch(entry -> matches(entry, url));
  }

  private static boolean matches(String entry, HttpUrl url) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return address(url.host()).filter(host -> isWithin(host, entry)).isPresent();
    }
    String name = entry.replaceFirst("^\\*(?=\\.)", "");
    int colon = name.lastIndexOf(':');
    boolean hasPort = colon > 0 && (name.indexOf(':') == colon || name.charAt(colon - 1) == ']');
    if (hasPort) {
      if (!name.substring(colon + 1).equals(String.valueOf(url.port()))) {
        return false;
      }
      name = name.substring(0, colon);
    }
    name = name.replaceAll("[\\[\\]]", "");
    return name.startsWith(".")
        ? url.host().endsWith(name)
        : url.host().equals(name) || url.host().endsWith("." + name);
  }

  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static boolean isWithin(InetAddress host, String network) {
    int slash = network.indexOf('/');
    String length = network.substring(slash + 1);
    Optional<InetAddress> prefix = address(network.substring(0, slash));
    if (prefix.isEmpty() || !length.matches("[0-9]{1,3}")) {
      return false;
    }
    byte[] one = prefix.get().getAddress();
    byte[] other = host.getAddress();
    int bits = Integer.parseInt(length);
    if (one.length != other.length || bits > one.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** An address that is written as one: no name is asked for. */
  private static Optional<InetAddress> address(String text) {
    if (!text.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException none) {
      return Optional.empty();
    }
  }
}
