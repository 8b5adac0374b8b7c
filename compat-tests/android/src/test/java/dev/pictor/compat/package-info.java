/** The SDK in the hands of Android's tools: R8, D8 and the packaging of an APK. */
@NullMarked
package dev.pictor.compat;

import org.jspecify.annotations.NullMarked;
