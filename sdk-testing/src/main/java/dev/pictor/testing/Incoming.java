package dev.pictor.testing;

import okhttp3.Headers;
import okhttp3.HttpUrl;

/** A request before anybody knows what it is for. */
final class Incoming {
  private final Host host;
  private final String method;
  private final HttpUrl url;
  private final Headers headers;
  private final byte[] body;

  Incoming(Host host, String method, HttpUrl url, Headers headers, byte[] body) {
    this.host = host;
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  Host host() {
    return host;
  }

  String method() {
    return method;
  }

  HttpUrl url() {
    return url;
  }

  Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
