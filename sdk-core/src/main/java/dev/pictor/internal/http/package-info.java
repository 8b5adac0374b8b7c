/** Sockets, threads and time: the only package that knows OkHttp. */
@NullMarked
package dev.pictor.internal.http;

import org.jspecify.annotations.NullMarked;
