package dev.pictor.compat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.RetryPolicy;
import dev.pictor.compat.app.EveryEntryPoint;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.Plan;
import dev.pictor.model.Plan.Candidate;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.replicate.Replicate;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The app that is shrunk leaves nothing of the SDK out: what it does not use, R8 takes away unseen.
 *
 * <p>Red after a change of the API? Use the new method in the class of {@code app} that is about
 * it, and print what it gives.
 */
@Tag("wide")
class EntryPointsTest {
  private static final String APP = EveryEntryPoint.class.getPackage().getName();
  private static final List<String> OF_ANY_OBJECT = Arrays.asList("toString", "equals", "hashCode");

  /** How values are made by the engine, or by tests of users; not by apps. */
  private static final List<String> OF_THE_ENGINE = Arrays.asList("builder");

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(APP);

  static Stream<Class<?>> wholly() {
    return Stream.of(
        ImageClient.class,
        ImageClient.Builder.class,
        ImageJob.class,
        RequestOptions.class,
        RequestOptions.Builder.class,
        RetryPolicy.class,
        RetryPolicy.Builder.class,
        RoutingPolicy.class,
        RoutingPolicy.Builder.class,
        ImageRequest.class,
        ImageRequest.Builder.class,
        ImageSource.class,
        ImageResult.class,
        GeneratedImage.class,
        Fal.Builder.class,
        Replicate.Builder.class);
  }

  static Stream<Class<?>> toBeRead() {
    return Stream.of(JobUpdate.class, Plan.class, Candidate.class);
  }

  @ParameterizedTest
  @MethodSource("wholly")
  void theAppUsesAllOf(Class<?> type) {
    assertThat(unused(type)).as("public methods that the app does not use").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("toBeRead")
  void theAppReadsAllOf(Class<?> type) {
    Set<String> unused = unused(type);
    unused.removeIf(method -> OF_THE_ENGINE.contains(method.substring(0, method.indexOf('('))));
    assertThat(unused).as("public methods that the app does not use").isEmpty();
  }

  @Test
  void theAppCatchesEachFailure() {
    Set<String> failures =
        new ClassFileImporter()
            .importPackages(PictorException.class.getPackage().getName()).stream()
                .filter(type -> type.isAssignableTo(PictorException.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(failures).hasSizeGreaterThan(10);
    Set<String> caught =
        codeUnits()
            .flatMap(code -> code.getTryCatchBlocks().stream())
            .map(TryCatchBlock::getCaughtThrowables)
            .flatMap(Set::stream)
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    failures.removeAll(caught);
    assertThat(failures).as("failures that the app does not catch").isEmpty();
  }

  @Test
  void theAppUsesNothingThatIsNotForApps() {
    noClasses()
        .that()
        .resideInAPackage(APP)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.pictor.internal..", "dev.pictor.testing..", "org.junit..")
        .check(CLASSES);
  }

  private static Set<String> unused(Class<?> type) {
    Set<String> methods = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (!method.isSynthetic() && !OF_ANY_OBJECT.contains(method.getName())) {
        methods.add(signature(method));
      }
    }
    methods.removeAll(
        Arrays.stream(Object.class.getMethods())
            .map(EntryPointsTest::signature)
            .collect(Collectors.toSet()));
    assertThat(methods).isNotEmpty();
    methods.removeAll(used(type));
    return methods;
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What the app calls, or names as {@code Type::method}. */
  private static Set<String> used(Class<?> type) {
    return codeUnits()
        .flatMap(
            code ->
                Stream.concat(
                    code.getMethodCallsFromSelf().stream().map(call -> call.getTarget()),
                    code.getMethodReferencesFromSelf().stream().map(call -> call.getTarget())))
        .filter(target -> target.getOwner().isEquivalentTo(type))
        .map(EntryPointsTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(CodeUnitAccessTarget target) {
    return target.getName()
        + target.getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Stream<JavaCodeUnit> codeUnits() {
    return CLASSES.stream().flatMap(type -> type.getCodeUnits().stream());
  }
}
