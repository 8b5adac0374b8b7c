package dev.pictor.internal.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Whose network an address belongs to. */
enum AddressKind {
  /** The Internet's. */
  PUBLIC("public"),
  /** This machine's own. */
  LOOPBACK("of this machine itself"),
  /** That of a house, a company, a cluster or a carrier. */
  SITE("private"),
  /** None that a file is kept at: link-local (the metadata of clouds), multicast, reserved. */
  SPECIAL("link-local, multicast or reserved");

  final String words;

  AddressKind(String words) {
    this.words = words;
  }

  static AddressKind of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? ofFour(bytes, 0) : ofSixteen((Inet6Address) address, bytes);
  }

  private static AddressKind ofFour(byte[] bytes, int from) {
    int first = bytes[from] & 0xff;
    int second = bytes[from + 1] & 0xff;
    int third = bytes[from + 2] & 0xff;
    if (first == 127) {
      return LOOPBACK;
    }
    if (first == 10
        || (first == 172 && second >= 16 && second <= 31)
        || (first == 192 && second == 168)
        || (first == 100 && second >= 64 && second <= 127)) { // shared by a carrier's customers
      return SITE;
    }
    boolean special =
        first == 0
            || first >= 224
            || (first == 169 && second == 254)
            || (first == 192 && second == 0 && (third == 0 || third == 2)) // protocols, examples
            || (first == 192 && second == 88 && third == 99) // relays to IPv6
            || (first == 198 && (second == 18 || second == 19)) // benchmarks
            || (first == 198 && second == 51 && third == 100) // examples
            || (first == 203 && second == 0 && third == 113); // examples
    return special ? SPECIAL : PUBLIC;
  }

  private static AddressKind ofSixteen(Inet6Address address, byte[] bytes) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if ((first & 0xfe) == 0xfc || (first == 0xfe && (second & 0xc0) == 0xc0)) {
      return SITE; // unique local; and what was site-local before
    }
    int inner = embedded(bytes);
    if (inner >= 0) {
      return ofFour(bytes, inner);
    }
    boolean isGlobal = (first & 0xe0) == 0x20;
    boolean isExample = isGlobal && first == 0x20 && second == 0x01 && starts(bytes, 2, 0x0d, 0xb8);
    boolean isTunnel = isGlobal && first == 0x20 && second == 0x01 && starts(bytes, 2, 0, 0);
    return isGlobal && !isExample && !isTunnel ? PUBLIC : SPECIAL;
  }

  /** Where an address of IPv4 stands in one of IPv6 that leads to it; -1 if there is none. */
  private static int embedded(byte[] bytes) {
    if (starts(bytes, 0, 0x20, 0x02)) { // 6to4
      return 2;
    }
    if (starts(bytes, 0, 0, 0x64, 0xff, 0x9b)) { // NAT64; the prefix for local use counts, too
      return 12;
    }
    boolean isCompatible = starts(bytes, 0, new int[12]);
    boolean isMapped = starts(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
    return isCompatible || isMapped ? 12 : -1;
  }

  private static boolean starts(byte[] bytes, int from, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[from + i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** All of them, for the message. */
  static String words(Iterable<InetAddress> addresses) {
    StringBuilder words = new StringBuilder();
    for (InetAddress address : addresses) {
      words
          .append(words.length() == 0 ? "" : ", ")
          .append(address.getHostAddress())
          .append(", which is ")
          .append(of(address).words);
    }
    return words.toString();
  }
}
