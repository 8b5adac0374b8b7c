package dev.pictor.internal.http;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.TransportException;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Says why a call has no reply. */
final class CallFailure {
  private static final String CHECK = "; check the network, the address, and the proxy if any";

  private CallFailure() {}

  /** It cannot be made. The message of the cause may quote a header's value, so neither goes on. */
  static ConfigurationException refused(HttpCall call, boolean isClosed, About about) {
    return new ConfigurationException(
        isClosed
            ? Clients.CLOSED
            : "The call cannot be sent: its URL or one of its headers is not valid in HTTP;"
                + " check the base URL, the options, and the key for stray characters: "
                + call.method()
                + " with headers "
                + call.headers().keySet(),
        about.details().build());
  }

  /** Code of the user has thrown before anything was sent. */
  static ConfigurationException unmade(HttpCall call, RuntimeException why, About about) {
    return new ConfigurationException(
        what(call) + " was not sent: " + CodeFailedException.message(why),
        about.details().cause(why).build());
  }

  /** What should not happen has: there is no memory, for example. */
  static PictorException unexpected(HttpCall call, Throwable e, About about) {
    return failed(e, what(call) + " failed: " + e, about.details());
  }

  /**
   * It broke.
   *
   * @param sent its body, if it has one
   * @param known what is known of the reply
   */
  static PictorException broken(
      IOException e, @Nullable RequestBody sent, HttpCall call, ErrorDetails.Builder known) {
    return sent instanceof FileBody && ((FileBody) sent).failure().isPresent()
        ? unreadable(((FileBody) sent).failure().get(), known)
        : failed(e, describe(e, call), known);
  }

  private static PictorException unreadable(IOException e, ErrorDetails.Builder known) {
    return new RequestRefusedException(
        "An input image could not be read while it was uploaded: "
            + e.getMessage()
            + "; it must not change while the request is made",
        known.cause(e).build());
  }

  private static PictorException failed(Throwable e, String message, ErrorDetails.Builder known) {
    return new TransportException(
        message, known.cause(e).retry(ErrorDetails.Retry.MAY_HELP).build());
  }

  private static String what(HttpCall call) {
    return call.method() + " to " + where(call.url());
  }

  /** Never the whole of it, which may be signed. */
  private static String where(String url) {
    try {
      return Origin.of(url).toString();
    } catch (IllegalArgumentException e) { // OkHttp takes more than that, and went there
      HttpUrl read = HttpUrl.parse(url);
      return read == null ? "what is no URL" : read.redact();
    }
  }

  /** With the host that was not reached, which may be the proxy's. */
  private static String told(IOException e) {
    return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
  }

  /** OkHttp has no type for it: a proxy has refused the tunnel to the provider. */
  private static boolean isOfTheProxy(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.contains("for CONNECT") || message.contains("authenticate with proxy");
  }

  private static String describe(IOException e, HttpCall call) {
    String what = what(call);
    if (e instanceof CodeFailedException) {
      return what + " failed: " + e.getMessage();
    }
    if (e instanceof UnknownHostException) {
      return what + " failed: the host name cannot be resolved" + told(e) + CHECK;
    }
    if (e instanceof ConnectException) {
      return what + " failed: no connection" + told(e) + CHECK;
    }
    if (e instanceof SSLException) {
      return what + " failed: no secure connection: " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return what
          + " failed: silence for too long (connect timeout "
          + Timeouts.CONNECT
          + ", read and write timeout "
          + (CallKind.isQuestion(call) ? Timeouts.QUESTION : Timeouts.SILENCE.plus(call.hold()))
          + ")";
    }
    if (e instanceof InterruptedIOException && "timeout".equals(e.getMessage())) {
      return what
          + " failed: it took longer than the call timeout "
          + Timeouts.CALL.plus(call.hold());
    }
    if (isOfTheProxy(e)) {
      return what
          + " failed: the proxy lets nothing through"
          + told(e)
          + "; check its address and rules, and the proxyAuthenticator of your OkHttpClient";
    }
    return what + " failed: the connection broke: " + e.getMessage();
  }
}
