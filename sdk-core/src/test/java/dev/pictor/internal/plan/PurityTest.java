package dev.pictor.internal.plan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PurityTest {
  @Test
  @DisplayName(
      "requirement 35: planning touches no clock, no network, no file, no thread, no chance")
  void reachesNothingOutside() {
    JavaClasses planner =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            // What is learned of providers decides who is asked, and is no part of a plan.
            .withImportOption(location -> !location.contains("/internal/route/Health"))
            .importPackages("dev.pictor.internal.plan", "dev.pictor.internal.route");

    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio..",
            "java.util.concurrent..",
            "okhttp3..",
            "okio..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(Random|UUID|Date)|java\\.time\\.(Clock|Instant)")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .check(planner);
  }
}
