package dev.pictor.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published: complete, and what Maven Central asks for. */
class ReleaseIT {
  private static final Path OURS = Release.FOLDER.resolve("dev/pictor");

  static List<String> jars() {
    return Release.JARS;
  }

  static List<String> artifacts() {
    return Stream.concat(Stream.of(Release.BOM), Release.JARS.stream())
        .collect(Collectors.toList());
  }

  /** Neither the parent, which no published POM names, nor what is for ourselves. */
  @Test
  void isTheSdkAndNothingElse() throws IOException {
    try (Stream<Path> folders = Files.list(OURS)) {
      Set<String> found = new TreeSet<>();
      folders.forEach(folder -> found.add(String.valueOf(folder.getFileName())));
      assertThat(found).containsExactlyElementsOf(new TreeSet<>(artifacts()));
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void everyJarHasSourcesJavadocAndMetadata(String artifact) {
    for (String ending : Arrays.asList("-sources.jar", "-javadoc.jar", ".module", ".pom")) {
      assertThat(Release.file(artifact, ending)).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @MethodSource("artifacts")
  void everyPomSaysWhatCentralAsksFor(String artifact) {
    String pom = Release.text(Release.file(artifact, ".pom"));
    assertThat(pom)
        .contains("<name>", "<description>", "<url>", "<license>", "<developer>", "<scm ")
        .contains("<connection>", "<artifactId>" + artifact + "</artifactId>");
    assertThat(pom).doesNotContain("<parent>", "<repository>", "<scope>test</scope>");
  }

  /** Gradle reads its own metadata only where the POM says that it exists, and there it must. */
  @ParameterizedTest
  @MethodSource("artifacts")
  void everyPomWithMetadataForGradlePointsToIt(String artifact) {
    String pom = Release.text(Release.file(artifact, ".pom"));
    if (Release.JARS.contains(artifact)) {
      assertThat(pom).contains("do_not_remove: published-with-gradle-metadata");
      assertThat(Release.text(Release.file(artifact, ".module")))
          .contains("\"module\": \"" + artifact + "\"", "\"apiElements\"", "\"runtimeElements\"");
    } else {
      assertThat(pom).doesNotContain("published-with-gradle-metadata");
      assertThat(Release.find(artifact, ".module")).isEmpty();
    }
  }

  /** Maven makes none while it is offline. */
  @ParameterizedTest
  @MethodSource("artifacts")
  void everyArtifactHasAListOfItsParts(String artifact) {
    Assumptions.assumeFalse(Build.OFFLINE);
    String parts = Release.text(Release.file(artifact, "-cyclonedx.json"));
    assertThat(parts).contains("\"CycloneDX\"", "pkg:maven/dev.pictor/" + artifact + "@");
    if (Release.JARS.contains(artifact)) {
      assertThat(parts).contains("pkg:maven/com.squareup.okhttp3/okhttp@4.12.0");
    }
  }
}
