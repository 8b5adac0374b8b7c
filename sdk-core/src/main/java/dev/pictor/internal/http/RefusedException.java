package dev.pictor.internal.http;

import java.net.UnknownHostException;

/**
 * The rules of downloads do not allow to fetch from there. Asking again changes nothing. An unknown
 * host, because nothing else may come out of a look-up of a name.
 */
public final class RefusedException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
