package dev.pictor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  /** The floors, ground first. A floor knows the ones below it and none above. */
  private static final List<String> FLOORS =
      Arrays.asList(
          "dev.pictor.model..",
          "dev.pictor.error..",
          "dev.pictor.spi..",
          "dev.pictor.internal.json..",
          "dev.pictor.internal.plan..",
          "dev.pictor.internal.http..",
          "dev.pictor.internal.media..",
          "dev.pictor.internal.job..",
          "dev.pictor.internal.route..",
          "dev.pictor");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.pictor");

  @Test
  void everyClassStandsOnAFloor() {
    classes()
        .should()
        .resideInAnyPackage(FLOORS.toArray(new String[0]))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void importsRunDownwards() {
    for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
      noClasses()
          .that()
          .resideInAPackage(FLOORS.get(floor))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(FLOORS.subList(floor + 1, FLOORS.size()).toArray(new String[0])))
          .allowEmptyShould(true)
          .check(CORE);
    }
  }

  @Test
  void onlyTheHttpFloorKnowsOkHttp() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAPackage("dev.pictor.internal.http..")
                    .or(nameMatching("dev\\.pictor\\.ImageClient(\\$.*)?"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("okhttp3..")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void nothingNeedsADesktop() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..", "java.beans..")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void publicSignaturesHoldNoTypeOfALibrary() {
    Set<String> leaks = new TreeSet<>();
    for (JavaClass type : CORE) {
      if (!isPublic(type) || type.getPackageName().startsWith("dev.pictor.internal")) {
        continue;
      }
      type.getSuperclass().ifPresent(parent -> collect(leaks, type.getName(), parent));
      type.getInterfaces().forEach(parent -> collect(leaks, type.getName(), parent));
      for (JavaMember member : type.getMembers()) {
        if (isPublic(member)) {
          signature(member).forEach(part -> collect(leaks, member.getFullName(), part));
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void nothingIsDoneByReflection() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
        .orShould()
        .callMethodWhere(
            calls(
                Class.class,
                "forName",
                "newInstance",
                "getMethod",
                "getMethods",
                "getDeclaredMethod",
                "getDeclaredMethods",
                "getField",
                "getFields",
                "getDeclaredField",
                "getDeclaredFields",
                "getConstructor",
                "getConstructors",
                "getDeclaredConstructor",
                "getDeclaredConstructors",
                "getAnnotation"))
        .allowEmptyShould(true)
        .check(CORE);
  }

  /** R8 renames classes, so a simple name says nothing to a user. */
  @Test
  void nothingDependsOnTheNameOfAClass() {
    noClasses()
        .should()
        .callMethodWhere(calls(Class.class, "getSimpleName"))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void nothingPrints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "printStackTrace()",
                call ->
                    call.getTarget().getName().equals("printStackTrace")
                        && call.getTarget().getRawParameterTypes().isEmpty()))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void aPlanDependsOnItsInputsAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.pictor.internal.plan..")
        .should()
        .callMethodWhere(
            calls(System.class, "currentTimeMillis", "nanoTime")
                .or(calls(Instant.class, "now"))
                .or(calls(Math.class, "random"))
                .or(calls(UUID.class, "randomUUID"))
                .or(calls(Clock.class, "systemUTC", "systemDefaultZone"))
                .or(calls(ThreadLocalRandom.class, "current")))
        .orShould()
        .callConstructor(Random.class)
        .allowEmptyShould(true)
        .check(CORE);
  }

  private static boolean isPublic(JavaClass type) {
    return (type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED))
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static boolean isPublic(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static List<JavaType> signature(JavaMember member) {
    List<JavaType> types = new ArrayList<>();
    if (member instanceof JavaField) {
      types.add(((JavaField) member).getType());
    } else {
      JavaCodeUnit unit = (JavaCodeUnit) member;
      types.add(unit.getReturnType());
      types.addAll(unit.getParameterTypes());
      unit.getThrowsClause().forEach(thrown -> types.add(thrown.getType()));
    }
    return types;
  }

  private static void collect(Set<String> leaks, String where, JavaType type) {
    for (JavaClass raw : type.getAllInvolvedRawTypes()) {
      String of = raw.getBaseComponentType().getName();
      if (of.startsWith("com.squareup.") || of.startsWith("okio.") || of.startsWith("kotlin.")) {
        leaks.add(where + ": " + of);
      }
    }
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getName() + "." + Arrays.toString(names),
        call -> {
          AccessTarget.MethodCallTarget target = call.getTarget();
          return target.getOwner().isEquivalentTo(owner)
              && Arrays.asList(names).contains(target.getName());
        });
  }
}
