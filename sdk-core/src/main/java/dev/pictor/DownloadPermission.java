package dev.pictor;

import dev.pictor.internal.http.DownloadRules;
import java.util.Set;

/**
 * What finished images may be fetched from besides public addresses by https. See {@link
 * ImageClient.Builder#allowDownloads}.
 */
public enum DownloadPermission {
  /**
   * Addresses of this machine, of private networks, and any other that is not public.
   *
   * <p><b>The risk:</b> whoever decides on the URL of an image reaches what only your machine can
   * reach: services without a password, the credentials that a cloud hands to its machines. What
   * they answer is taken for an image. Choose it where files are kept in your own network.
   */
  ALLOW_PRIVATE_ADDRESSES,

  /**
   * Plain http, and redirects from https to it.
   *
   * <p><b>The risk:</b> whoever is on the way sees the images and can send others.
   */
  ALLOW_PLAIN_HTTP;

  static DownloadRules rules(Set<DownloadPermission> permissions) {
    DownloadRules rules = DownloadRules.STRICT;
    if (permissions.contains(ALLOW_PRIVATE_ADDRESSES)) {
      rules = rules.withPrivateAddresses();
    }
    return permissions.contains(ALLOW_PLAIN_HTTP) ? rules.withPlainHttp() : rules;
  }
}
