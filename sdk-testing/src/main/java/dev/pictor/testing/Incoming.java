package dev.pictor.testing;

import okhttp3.Headers;
import okhttp3.HttpUrl;

/** A request before anybody knows what it is for. */
final class Incoming {
  private final boolean toFilesHost;
  private final String method;
  private final HttpUrl url;
  private final Headers headers;
  private final byte[] body;

  Incoming(boolean toFilesHost, String method, HttpUrl url, Headers headers, byte[] body) {
    this.toFilesHost = toFilesHost;
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  boolean toFilesHost() {
    return toFilesHost;
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
