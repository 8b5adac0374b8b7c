package dev.pictor.internal.http;

import dev.pictor.spi.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where files may be fetched from. The URL of an image is a word of the provider's, so it must not
 * lead into the network of whoever fetches it. Immutable.
 */
public final class DownloadRules {
  /** How plain http may be used. */
  private enum Plain {
    NEVER,
    /** From the start, but not behind a redirect of https. */
    NOT_AFTER_HTTPS,
    ALWAYS
  }

  /** Https from public addresses. */
  public static final DownloadRules STRICT =
      new DownloadRules(EnumSet.of(AddressKind.PUBLIC), Plain.NEVER);

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  /** What resolvers take for an address, too: 2130706433, 127.1, 0x7f.1. */
  private static final Pattern NUMBERS =
      Pattern.compile("(?:(?:0[xX][0-9a-fA-F]*|\\d+)(?:\\.|$))+");

  private final Set<AddressKind> kinds;
  private final Plain plain;

  private DownloadRules(Set<AddressKind> kinds, Plain plain) {
    this.kinds = kinds;
    this.plain = plain;
  }

  /** These, and addresses of every kind. */
  public DownloadRules withPrivateAddresses() {
    return new DownloadRules(EnumSet.allOf(AddressKind.class), plain);
  }

  /** These, and plain http. */
  public DownloadRules withPlainHttp() {
    return new DownloadRules(kinds, Plain.ALWAYS);
  }

  /**
   * These, and what the provider's own address shows to be meant: one that its user has set to this
   * machine keeps its files there, too. Nothing that a server says has a part in it, and no name
   * that somebody else could make resolve to a private address.
   *
   * @param home where the provider is asked after jobs
   */
  public DownloadRules near(Origin home) {
    HttpUrl url = HttpUrl.parse(home.toString());
    if (url == null) {
      return this;
    }
    Set<AddressKind> wider = EnumSet.copyOf(kinds);
    wider.addAll(meant(url.host()));
    boolean isPlain = !url.isHttps() && plain == Plain.NEVER;
    return new DownloadRules(wider, isPlain ? Plain.NOT_AFTER_HTTPS : plain);
  }

  private static Set<AddressKind> meant(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return EnumSet.of(AddressKind.LOOPBACK);
    }
    Optional<AddressKind> literal = literal(name);
    if (literal.isPresent()) {
      return EnumSet.of(literal.get());
    }
    boolean isLocal =
        name.indexOf('.') < 0 || name.endsWith(".internal") || name.endsWith(".local");
    return isLocal
        ? EnumSet.of(AddressKind.LOOPBACK, AddressKind.SITE)
        : EnumSet.noneOf(AddressKind.class);
  }

  /** Of a host that is written in numbers: OkHttp asks no DNS about those. */
  private static Optional<AddressKind> literal(String host) {
    try {
      return host.indexOf(':') >= 0 || FOUR_NUMBERS.matcher(host).matches()
          ? Optional.of(AddressKind.of(InetAddress.getByName(host)))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(AddressKind.SPECIAL); // no address at all
    }
  }

  /** Refuses a URL for what stands in it. */
  void check(HttpUrl url, boolean isAfterHttps) throws RefusedException {
    if (!url.isHttps()
        && (plain == Plain.NEVER || (isAfterHttps && plain == Plain.NOT_AFTER_HTTPS))) {
      throw new RefusedException(
          (isAfterHttps
                  ? "it redirects from https to " + url + ", which is not secure"
                  : url + " is plain http, which is not secure")
              + "; ImageClient.builder().allowDownloads(ALLOW_PLAIN_HTTP) allows it");
    }
    Optional<AddressKind> literal = literal(url.host());
    if (!literal.isPresent() && NUMBERS.matcher(url.host()).matches()) {
      throw new RefusedException(
          url.host() + " is no name, and no address in its usual form of four numbers");
    }
    if (literal.isPresent() && !kinds.contains(literal.get())) {
      throw refused(url.host(), "is " + literal.get().words);
    }
  }

  boolean allows(InetAddress address) {
    return kinds.contains(AddressKind.of(address));
  }

  static RefusedException refused(String host, String what) {
    return new RefusedException(
        "the address "
            + host
            + " "
            + what
            + ", and the image could not be one of the provider's;"
            + " ImageClient.builder().allowDownloads(ALLOW_PRIVATE_ADDRESSES) allows it");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DownloadRules
        && kinds.equals(((DownloadRules) other).kinds)
        && plain == ((DownloadRules) other).plain;
  }

  @Override
  public int hashCode() {
    return 31 * kinds.hashCode() + plain.hashCode();
  }
}
