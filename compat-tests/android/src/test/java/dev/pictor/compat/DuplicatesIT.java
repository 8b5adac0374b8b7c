package dev.pictor.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An app is one file: where two jars have a file of the same name, the Android Gradle plugin stops
 * the build ("2 files found with path"), whatever is in them, and D8 does for classes. That must
 * never come from us.
 */
class DuplicatesIT {
  /**
   * What the plugin leaves out by itself, by its {@code
   * com.android.build.gradle.internal.packaging.defaultExcludes}.
   */
  private static final List<String> LEFT_OUT =
      Arrays.asList(
          "/META-INF/LICENSE",
          "/META-INF/LICENSE.txt",
          "/META-INF/MANIFEST.MF",
          "/META-INF/NOTICE",
          "/META-INF/NOTICE.txt",
          "/META-INF/*.DSA",
          "/META-INF/*.EC",
          "/META-INF/*.SF",
          "/META-INF/*.RSA",
          "/META-INF/maven/**",
          "/META-INF/proguard/*",
          "/META-INF/com.android.tools/**",
          "/NOTICE",
          "/NOTICE.txt",
          "/LICENSE.txt",
          "/LICENSE",
          "**/.*/**",
          "**/.*",
          "**/*~",
          "**/about.html",
          "**/package.html",
          "**/overview.html",
          "**/protobuf.meta",
          "**/_*",
          "**/_*/**",
          "**/*.kotlin_metadata");

  /** What it puts together, by {@code defaultMerges} at the same place. */
  private static final List<String> PUT_TOGETHER =
      Arrays.asList("/META-INF/services/**", "/jacoco-agent.properties");

  /** Classes for later versions of Java, module descriptors too: D8 does not look at them. */
  private static final String NOT_FOR_ANDROID = "/META-INF/versions/**.class";

  @Test
  void noFileIsInTwoJarsOfAnApp() throws Exception {
    List<Path> jars = Tools.appClassPath();
    assertThat(jars).extracting(Tools::name).anyMatch(name -> name.startsWith("pictor-sdk-core"));
    Map<String, List<String>> places = new TreeMap<>();
    for (Path jar : jars) {
      for (String name : Jars.names(jar)) {
        if (!name.equals("module-info.class")) {
          places.computeIfAbsent(name, any -> new ArrayList<>()).add(Tools.name(jar));
        }
      }
    }
    Map<String, List<String>> refused = new TreeMap<>();
    places.forEach(
        (name, in) -> {
          if (in.size() > 1) {
            String fate = fate(name);
            System.out.println("In " + in.size() + " jars, " + fate + ": " + name);
            if (fate.equals("refused")) {
              refused.put(name, in);
            }
          }
        });
    assertThat(refused).as("files in two jars at which the build of an app stops").isEmpty();
  }

  @Test
  void theRulesAreThoseOfThePlugin() {
    assertThat(fate("META-INF/LICENSE")).isEqualTo("left out");
    assertThat(fate("META-INF/proguard/pictor.pro")).isEqualTo("left out");
    assertThat(fate("META-INF/services/dev.pictor.spi.ProviderFactory")).isEqualTo("put together");
    assertThat(fate("META-INF/versions/9/module-info.class")).isEqualTo("left out");
    assertThat(fate("META-INF/versions/9/OSGI-INF/MANIFEST.MF")).isEqualTo("refused");
    assertThat(fate("META-INF/LICENSE.md")).isEqualTo("refused");
    assertThat(fate("META-INF/DEPENDENCIES")).isEqualTo("refused");
    assertThat(fate("META-INF/sbom/application.cdx.json")).isEqualTo("refused");
    assertThat(fate("dev/pictor/ImageClient.class")).isEqualTo("refused");
  }

  private static String fate(String name) {
    if (PUT_TOGETHER.stream().anyMatch(pattern -> matches(pattern, name))) {
      return "put together";
    }
    return matches(NOT_FOR_ANDROID, name)
            || LEFT_OUT.stream().anyMatch(pattern -> matches(pattern, name))
        ? "left out"
        : "refused";
  }

  private static boolean matches(String pattern, String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return matcher.matches(Paths.get("/" + name));
  }
}
