package dev.pictor;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/**
 * An interceptor as users have them, to sign, to compress or to record: it reads the body and sends
 * a copy of it, which OkHttp may send as often as it likes.
 */
final class BodyCopier implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body == null) {
      return chain.proceed(request);
    }
    Buffer bytes = new Buffer();
    body.writeTo(bytes);
    RequestBody copy = RequestBody.create(bytes.readByteString(), body.contentType());
    return chain.proceed(request.newBuilder().method(request.method(), copy).build());
  }
}
