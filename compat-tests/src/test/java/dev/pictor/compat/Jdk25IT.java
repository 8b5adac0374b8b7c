package dev.pictor.compat;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the SDK, compiled for Java 8, on JDK 25. */
@Timeout(value = 10, unit = MINUTES)
class Jdk25IT {
  @ParameterizedTest
  @ValueSource(strings = {"sdk-core", "sdk-fal", "sdk-replicate"})
  void runsTheTests(String module) {
    Suite suite =
        Suite.run(
            module,
            Jdks.jdk25(),
            Locale.US,
            System.getProperty("java.class.path"),
            Build.target("compat-tests").resolve("jdk25").resolve(module),
            "--exclude-classname=.*ArchitectureTest");
    System.out.println(module + " on JDK 25: " + suite.tests() + " tests");
    assertThat(suite.tests()).isGreaterThan(200);
    assertThat(suite.failures()).isEmpty();
  }
}
