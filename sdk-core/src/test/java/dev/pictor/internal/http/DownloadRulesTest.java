package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.spi.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose addresses are whose, and what a provider's own address allows. */
class DownloadRulesTest {
  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "9.255.255.255, PUBLIC",
    "11.0.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.64.0.0, SITE",
    "100.127.255.255, SITE",
    "100.128.0.0, PUBLIC",
    "126.255.255.255, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.255, LOOPBACK",
    "128.0.0.0, PUBLIC",
    "10.0.0.1, SITE",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, SITE",
    "172.31.255.255, SITE",
    "172.32.0.0, PUBLIC",
    "192.168.0.1, SITE",
    "192.167.255.255, PUBLIC",
    "0.0.0.0, SPECIAL",
    "0.1.2.3, SPECIAL",
    "169.254.169.254, SPECIAL",
    "169.253.0.1, PUBLIC",
    "192.0.0.8, SPECIAL",
    "192.0.2.1, SPECIAL",
    "192.88.99.1, SPECIAL",
    "198.18.0.1, SPECIAL",
    "198.51.100.1, SPECIAL",
    "203.0.113.1, SPECIAL",
    "223.255.255.255, PUBLIC",
    "224.0.0.1, SPECIAL",
    "240.0.0.1, SPECIAL",
    "255.255.255.255, SPECIAL",
    "2606:4700::1111, PUBLIC",
    "2001:4860:4860::8888, PUBLIC",
    "::1, LOOPBACK",
    "::, SPECIAL",
    "fe80::1, SPECIAL",
    "fec0::1, SITE",
    "fc00::1, SITE",
    "fdff::1, SITE",
    "ff02::1, SPECIAL",
    "2001:db8::1, SPECIAL",
    "2001::1, SPECIAL",
    "4000::1, SPECIAL",
    "100::1, SPECIAL",
    "::ffff:10.0.0.1, SITE",
    "::ffff:8.8.8.8, PUBLIC",
    "::127.0.0.1, LOOPBACK",
    "64:ff9b::a00:1, SITE",
    "64:ff9b::808:808, PUBLIC",
    "64:ff9b::a9fe:a9fe, SPECIAL",
    "2002:a00:1::1, SITE",
    "2002:7f00:1::1, LOOPBACK",
    "2002:808:808::1, PUBLIC"
  })
  void everyAddressIsOfAKind(String address, AddressKind kind) throws UnknownHostException {
    assertThat(AddressKind.of(InetAddress.getByName(address))).isEqualTo(kind);
  }

  private static void check(DownloadRules rules, String url) throws RefusedException {
    rules.check(HttpUrl.get(url), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[::ffff:a9fe:a9fe]/x",
        "https://[fd00::1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://0.0.0.0/x",
        "https://100.64.0.1/x",
        "https://2130706433/x",
        "https://127.1/x",
        "https://0177.0.0.1/x",
        "https://0x7f.1/x",
        "https://127.0.0.1./x",
        "https://999.1.1.1/x",
        "http://8.8.8.8/x",
        "http://files.example.com/x"
      })
  void whatIsNotPublicHttpsIsRefused(String url) {
    assertThatThrownBy(() -> check(DownloadRules.STRICT, url))
        .isExactlyInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://8.8.8.8/x",
        "https://[2606:4700::1111]/x",
        "https://v3.fal.media/files/x.png",
        "https://replicate.delivery/xezq/x/out-0.png",
        "https://10.example.com/x",
        "https://cafe/x"
      })
  void publicHttpsIsNot(String url) throws RefusedException {
    check(DownloadRules.STRICT, url);
    check(DownloadRules.STRICT.near(Origin.of("https://queue.fal.run")), url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:80, http://127.0.0.1:81, true",
    "http://127.0.0.1:80, http://[::1]:81, true",
    "http://localhost:80, http://127.0.0.1:81, true",
    "http://queue.localhost:80, http://127.0.0.1:81, true",
    "http://127.0.0.1:80, http://10.0.0.1, false",
    "http://127.0.0.1:80, http://169.254.169.254, false",
    "https://127.0.0.1:80, http://127.0.0.1, false",
    "https://127.0.0.1:80, https://127.0.0.1, true",
    "http://10.0.0.1, http://192.168.0.1, true",
    "http://10.0.0.1, http://127.0.0.1, false",
    "http://emulator:80, http://172.17.0.2, true",
    "http://host.docker.internal, http://127.0.0.1, true",
    "http://emulator:80, http://169.254.169.254, false",
    "http://api.example.com, http://127.0.0.1, false",
    "http://api.example.com, http://files.example.com, true",
    "https://api.example.com, http://files.example.com, false",
    "https://queue.fal.run, https://127.0.0.1, false",
    "https://8.8.8.8, https://127.0.0.1, false"
  })
  void aProvidersOwnAddressAllowsItsLike(String home, String url, boolean allowed)
      throws RefusedException {
    DownloadRules rules = DownloadRules.STRICT.near(Origin.of(home));
    if (allowed) {
      check(rules, url + "/x");
    } else {
      assertThatThrownBy(() -> check(rules, url + "/x")).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aDowngradeIsAllowedByTheUserOnly() throws RefusedException {
    HttpUrl plain = HttpUrl.get("http://127.0.0.1/x");
    DownloadRules derived = DownloadRules.STRICT.near(Origin.of("http://127.0.0.1"));
    assertThatThrownBy(() -> derived.check(plain, true)).isInstanceOf(RefusedException.class);
    derived.withPlainHttp().check(plain, true);
    DownloadRules.STRICT.withPlainHttp().near(Origin.of("http://127.0.0.1")).check(plain, true);
  }

  @Test
  void theUserMayAllowAll() throws RefusedException {
    DownloadRules all = DownloadRules.STRICT.withPrivateAddresses().withPlainHttp();
    check(all, "http://169.254.169.254/x");
    check(all, "http://10.0.0.1/x");
    assertThat(all).isEqualTo(DownloadRules.STRICT.withPlainHttp().withPrivateAddresses());
    assertThat(all).isNotEqualTo(DownloadRules.STRICT).hasSameHashCodeAs(all.withPlainHttp());
  }
}
