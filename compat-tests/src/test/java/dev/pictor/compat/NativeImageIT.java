package dev.pictor.compat;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What GraalVM's native image cannot see by itself is told to it: it follows calls, and knows
 * nothing of classes and files that are only named in text.
 */
class NativeImageIT {
  /** Methods that take the name of a class, a member or a file of the jar, or call one. */
  private static final DescribedPredicate<JavaAccess<?>> BY_NAME =
      DescribedPredicate.describe(
          "by name",
          access ->
              access instanceof JavaCall
                  && target(owner(nameMatching("java\\.lang\\.(Class|ClassLoader|Module)")))
                      .and(
                          target(
                              nameMatching(
                                  "forName|loadClass|newInstance|getResource.*|findResource.*"
                                      + "|get(Declared)?(Field|Method|Constructor)s?")))
                      .test((JavaCall<?>) access));

  static List<String> jars() {
    return Release.JARS;
  }

  /** Each service as file, and each class that it names as one that is made by its constructor. */
  @ParameterizedTest
  @MethodSource("jars")
  void everyServiceIsTold(String artifact) throws IOException {
    Path file = Release.jar(artifact);
    Set<String> services = ModulePathIT.serviceFiles(file);
    Set<String> told = new TreeSet<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      JarEntry metadata = jar.getJarEntry(metadata(artifact));
      if (metadata != null) {
        JsonValue root = JsonValue.parse(ModulePathIT.text(jar, metadata.getName()));
        for (JsonValue resource : items(root, "resources")) {
          String glob = resource.string("glob").orElseThrow();
          assertThat(jar.getEntry(glob)).as(glob).isNotNull();
          for (JsonValue type : items(root, "reflection")) {
            assertThat(type.toString()).contains("<init>");
            told.add(
                glob.replace("META-INF/services/", "") + " " + type.string("type").orElseThrow());
          }
        }
      }
    }
    assertThat(told).isEqualTo(services);
  }

  /** Nothing else is found by its name: but for a field of MockWebServer, by the emulators. */
  @ParameterizedTest
  @MethodSource("jars")
  void nothingElseIsFoundByItsName(String artifact) throws IOException {
    JavaClasses classes;
    try (JarFile jar = new JarFile(Release.jar(artifact).toFile())) {
      classes = new ClassFileImporter().importJar(jar);
    }
    assertThat(classes).isNotEmpty();
    noClasses()
        .that(DescribedPredicate.not(nameMatching("dev\\.pictor\\.testing\\.DaemonThreads")))
        .should()
        .accessTargetWhere(BY_NAME)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
        .check(classes);
  }

  /** The fields that the emulators look for, under their names in both versions. */
  @Test
  void theFieldsOfMockWebServerAreTold() throws IOException {
    try (JarFile jar = new JarFile(Release.jar("pictor-sdk-testing").toFile())) {
      assertThat(ModulePathIT.text(jar, metadata("pictor-sdk-testing")))
          .contains("okhttp3.mockwebserver.MockWebServer", "mockwebserver3.MockWebServer")
          .contains("\"taskRunnerBackend\"", "\"executor\"", "\"delegate\"");
    }
  }

  private static List<JsonValue> items(JsonValue root, String name) {
    return root.member(name).map(JsonValue::elements).orElse(List.of());
  }

  private static String metadata(String artifact) {
    return "META-INF/native-image/dev.pictor/" + artifact + "/reachability-metadata.json";
  }
}
