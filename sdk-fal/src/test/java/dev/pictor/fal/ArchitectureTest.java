package dev.pictor.fal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A provider is a translator: it writes against the SPI and does nothing itself. */
class ArchitectureTest {
  private static final JavaClasses PROVIDER =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.pictor.fal");

  @Test
  void knowsTheModelTheErrorsAndTheSpiOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.pictor..")
                .and(
                    resideInAnyPackage(
                            "dev.pictor.model..",
                            "dev.pictor.error..",
                            "dev.pictor.spi..",
                            "dev.pictor.fal..")
                        .negate()))
        .allowEmptyShould(true)
        .check(PROVIDER);
  }

  @Test
  void knowsNoLibraryOfTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..", "com.squareup..", "kotlin..")
        .allowEmptyShould(true)
        .check(PROVIDER);
  }

  @Test
  void needsNoDesktop() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..", "java.beans..")
        .allowEmptyShould(true)
        .check(PROVIDER);
  }

  @Test
  void hasNoThreadNoClockAndNoSocket() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.CompletableFuture")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.concurrent\\.(locks\\..*|.*Executor.*)")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(.*Socket.*|.*URLConnection|URL|InetAddress)")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .allowEmptyShould(true)
        .check(PROVIDER);
  }
}
