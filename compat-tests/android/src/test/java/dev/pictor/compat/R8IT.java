package dev.pictor.compat;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.compat.app.EveryEntryPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** R8 in full mode, with no rules but those in our jars: an Android user adds none. */
@Timeout(value = 10, unit = MINUTES) // R8 alone takes two on a slow machine
class R8IT {
  /** All that an app has to say: where it begins. */
  private static final String KEEP_MAIN =
      "-keep class "
          + EveryEntryPoint.class.getName()
          + " { public static void main(java.lang.String[]); }";

  /**
   * A ratchet, as the budget of the jars is: what an app weighs today that uses all there is, with
   * OkHttp, Moshi and Kotlin, and a little more.
   */
  private static final long BUDGET = 733_000;

  @Test
  void anAppThatWasShrunkDoesTheSame() throws Exception {
    Path folder = Tools.output("r8");
    Path shrunk = folder.resolve("shrunk.jar");
    Shrinker shrinker = new Shrinker();
    shrinker.classFiles(app(), KEEP_MAIN, shrunk);
    assertThat(shrinker.warnings()).isEmpty();

    AppRun expected = AppRun.of(app().classPath(), folder.resolve("whole"));
    AppRun actual = AppRun.of(Collections.singletonList(shrunk), folder.resolve("shrunk"));

    assertSame(actual.transcript(), expected.transcript());
    assertThat(actual.paidJobs()).isEqualTo(expected.paidJobs()).isPositive();
    assertThat(actual.submissions()).isEqualTo(expected.submissions());
  }

  @Test
  void anAppThatUsesAllOfTheSdkStaysSmall() throws Exception {
    Path apk = Tools.output("r8").resolve("shrunk.zip");
    Shrinker shrinker = new Shrinker();
    shrinker.dex(app(), KEEP_MAIN, apk);
    assertThat(shrinker.warnings()).isEmpty();
    long bytes = Jars.dexBytes(apk);
    System.out.println("Dex of an app that uses all of the SDK, by R8: " + bytes + " bytes");
    assertThat(bytes).as("bytes of dex").isLessThan(BUDGET);
  }

  static Program app() throws IOException {
    return Program.of(
        Tools.testClasses(), EveryEntryPoint.class.getPackage().getName(), Tools.sdk());
  }

  /** Names the first line that differs: there are a thousand, and long ones. */
  private static void assertSame(List<String> actual, List<String> expected) {
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      assertThat(actual.get(i)).as("line %d of the transcript", i + 1).isEqualTo(expected.get(i));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(expected).last().asString().startsWith("the end");
  }
}
