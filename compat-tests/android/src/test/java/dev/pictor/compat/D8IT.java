package dev.pictor.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** D8, which compiles the debug build of every app: nothing is left out, so all must be right. */
class D8IT {
  @Test
  void allOfTheSdkCompilesForAndroid8WithoutAWarning() throws Exception {
    Path apk = Tools.output("d8").resolve("whole.zip");
    Shrinker d8 = new Shrinker();
    d8.wholeDex(R8IT.app(), apk);
    System.out.println("Dex of the same, whole, by D8: " + Jars.dexBytes(apk) + " bytes");
    assertThat(d8.warnings()).isEmpty();
  }
}
