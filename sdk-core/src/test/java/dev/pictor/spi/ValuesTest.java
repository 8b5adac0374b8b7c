package dev.pictor.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pictor.error.ErrorDetails;
import dev.pictor.model.Adjustment;
import dev.pictor.model.Cost;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Submission.Lookup;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every value with a builder promises, whatever its attributes are. */
class ValuesTest {
  /** Each type with the attributes that it cannot do without. */
  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(Adjustment.class, "[parameter, mode, from]"),
        Arguments.of(Cost.class, "[amount, basis]"),
        Arguments.of(ErrorDetails.class, ""),
        Arguments.of(GeneratedImage.class, "[index, handle, content]"),
        Arguments.of(HttpCall.class, "[purpose, method, url]"),
        Arguments.of(HttpReply.class, "[provider, purpose, status, body]"),
        Arguments.of(ImageEvent.class, "[kind, provider, endpoint, elapsed]"),
        Arguments.of(ImageOutcome.class, "[index, kind]"),
        Arguments.of(ImageRequest.class, "[model]"),
        Arguments.of(ImageResult.class, "[provider, endpoint, elapsed]"),
        Arguments.of(JobHandle.class, "[provider, endpoint, id]"),
        Arguments.of(JobSnapshot.class, "[state, rawStatus]"),
        Arguments.of(JobUpdate.class, "[handle, state, rawStatus, elapsed]"),
        Arguments.of(Lookup.class, ""),
        Arguments.of(ModelSpec.class, "[id, endpoint, operation]"),
        Arguments.of(Plan.class, "[request]"),
        Arguments.of(Plan.Candidate.class, "[provider, endpoint, model]"),
        Arguments.of(PlannedCall.class, "[provider, endpoint, input]"),
        Arguments.of(ProviderOutput.class, "[raw]"),
        Arguments.of(ProviderOutput.Image.class, "[url]"),
        Arguments.of(ShapeRule.class, "[field]"),
        Arguments.of(ShapeRule.Tiers.class, "[field]"),
        Arguments.of(Submission.class, "[handle]"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void namesAllThatIsMissingAtOnce(Class<?> type, String required) throws Exception {
    Object builder = builder(type);
    if (required.isEmpty()) {
      assertThat(build(builder)).isNotNull();
    } else {
      assertThatThrownBy(() -> build(builder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(type.getSimpleName())
          .hasMessageEndingWith(required);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void isEqualToOneWithTheSameAttributesAndToNoOther(Class<?> type, String required)
      throws Exception {
    Object value = build(filled(type, 0));

    assertThat(value).isEqualTo(build(filled(type, 0)));
    assertThat(value).hasSameHashCodeAs(build(filled(type, 0)));
    assertThat(value).hasToString(build(filled(type, 0)).toString());
    assertThat(value).isNotEqualTo(build(filled(type, 1))).isNotEqualTo("text");
    for (Method accessor : attributes(type)) {
      Object builder = filled(type, 0);
      call(setter(builder, accessor), builder, Samples.of(accessor.getGenericReturnType(), 1));
      if (accessor.getName().equals("content") || accessor.getName().equals("cause")) {
        assertThat(build(builder)).as("is not compared: %s", accessor).isEqualTo(value);
      } else {
        assertThat(build(builder)).as("is compared: %s", accessor).isNotEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void holdsWhatWasSet(Class<?> type, String required) throws Exception {
    Object value = build(filled(type, 1));

    for (Method accessor : attributes(type)) {
      assertThat(accessor.invoke(value))
          .as(accessor.getName())
          .isEqualTo(Samples.of(accessor.getGenericReturnType(), 1));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesAnOptionalValuePlainOrWrappedOrNone(Class<?> type, String required) throws Exception {
    for (Method accessor : attributes(type)) {
      if (accessor.getReturnType() == Optional.class) {
        Optional<?> sample = (Optional<?>) Samples.of(accessor.getGenericReturnType(), 0);
        Object builder = filled(type, 1);
        Method plain =
            setters(builder, accessor)
                .filter(setter -> setter.getParameterTypes()[0] != Optional.class)
                .filter(
                    setter -> Samples.boxed(setter.getParameterTypes()[0]).isInstance(sample.get()))
                .findFirst()
                .get();

        call(plain, builder, sample.get());
        assertThat(accessor.invoke(build(builder))).as(accessor.getName()).isEqualTo(sample);
        call(setter(builder, accessor), builder, Optional.empty());
        assertThat(accessor.invoke(build(builder)))
            .as(accessor.getName())
            .isEqualTo(Optional.empty());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void refusesNull(Class<?> type, String required) throws Exception {
    for (Method accessor : attributes(type)) {
      Object builder = builder(type);
      setters(builder, accessor)
          .filter(setter -> !setter.getParameterTypes()[0].isPrimitive())
          .forEach(
              setter -> {
                Throwable refusal =
                    catchThrowable(() -> call(setter, builder, new Object[] {null}));
                assertThat(refusal).as("%s", setter).isInstanceOf(NullPointerException.class);
                if (!Arrays.asList(Optional.class, Iterable.class, Map.class)
                    .contains(setter.getParameterTypes()[0])) {
                  assertThat(refusal).hasMessageContaining(accessor.getName());
                }
              });
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void keepsItsListsAndMaps(Class<?> type, String required) throws Exception {
    Object builder = filled(type, 0);
    Object value = build(builder);
    Object same = build(filled(type, 0));
    for (Method accessor : attributes(type)) {
      Object held = accessor.invoke(value);
      if (held instanceof Collection) {
        assertThatThrownBy(((Collection<?>) held)::clear)
            .isInstanceOf(UnsupportedOperationException.class);
        String name = capital(accessor.getName());
        Object more = Samples.of(accessor.getGenericReturnType(), 1);
        Method addAll = method(builder, "addAll" + name, Iterable.class);
        call(addAll, builder, more);
        assertThat((Collection<?>) accessor.invoke(build(builder))).hasSize(2);
        Object one = ((List<?>) more).get(0);
        Object array = Array.newInstance(one.getClass(), 1);
        Array.set(array, 0, one);
        call(method(builder, "add" + name, array.getClass()), builder, array);
        assertThat((Collection<?>) accessor.invoke(build(builder))).hasSize(3);
        assertThatThrownBy(() -> call(addAll, builder, Collections.singletonList(null)))
            .isInstanceOf(NullPointerException.class);
      }
      if (held instanceof Map) {
        assertThatThrownBy(((Map<?, ?>) held)::clear)
            .isInstanceOf(UnsupportedOperationException.class);
        Object more = Samples.of(accessor.getGenericReturnType(), 1);
        call(method(builder, "putAll" + capital(accessor.getName()), Map.class), builder, more);
        assertThat((Map<?, ?>) accessor.invoke(build(builder))).hasSize(2);
      }
    }

    assertThat(value).as("after its builder has gone on").isEqualTo(same);
  }

  @ParameterizedTest
  @MethodSource("types")
  void beginsABuilderWithAllOfItsAttributes(Class<?> type, String required) throws Exception {
    Optional<Method> toBuilder =
        Arrays.stream(type.getMethods()).filter(m -> m.getName().equals("toBuilder")).findFirst();
    if (toBuilder.isPresent()) {
      Object value = build(filled(type, 1));
      Object copy = build(toBuilder.get().invoke(value));

      assertThat(copy).isEqualTo(value).isNotSameAs(value);
      for (Method accessor : attributes(type)) {
        assertThat(accessor.invoke(copy)).isEqualTo(accessor.invoke(value));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesOverWhatThereIsAndClearsNothing(Class<?> type, String required) throws Exception {
    Object bare = builder(type);
    for (Method accessor : attributes(type)) {
      if (required.contains(accessor.getName())) {
        call(setter(bare, accessor), bare, Samples.of(accessor.getGenericReturnType(), 0));
      }
    }
    Optional<Method> copyFrom =
        Arrays.stream(bare.getClass().getMethods())
            .filter(method -> method.getName().equals("copyFrom"))
            .findFirst();
    if (copyFrom.isPresent()) {
      Object builder = filled(type, 1);
      call(copyFrom.get(), builder, build(bare));
      Object value = build(builder);
      for (Method accessor : attributes(type)) {
        if (accessor.getReturnType() == Optional.class) {
          assertThat(accessor.invoke(value))
              .as(accessor.getName())
              .isEqualTo(Samples.of(accessor.getGenericReturnType(), 1));
        }
      }
    }
  }

  private static Object builder(Class<?> type) throws Exception {
    return type.getMethod("builder").invoke(null);
  }

  private static Object build(Object builder) throws Exception {
    return call(method(builder, "build"), builder);
  }

  private static Object filled(Class<?> type, int variant) throws Exception {
    Object builder = builder(type);
    for (Method accessor : attributes(type)) {
      call(
          setter(builder, accessor), builder, Samples.of(accessor.getGenericReturnType(), variant));
    }
    return builder;
  }

  /** The accessors that have a setter. */
  private static List<Method> attributes(Class<?> type) throws Exception {
    Object builder = builder(type);
    List<Method> attributes = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() != Object.class
          && method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && setters(builder, method).findAny().isPresent()) {
        attributes.add(method);
      }
    }
    assertThat(attributes).isNotEmpty();
    return attributes;
  }

  private static Stream<Method> setters(Object builder, Method accessor) {
    return Arrays.stream(builder.getClass().getMethods())
        .filter(method -> method.getName().equals(accessor.getName()))
        .filter(method -> method.getParameterCount() == 1);
  }

  /** The setter that takes what the accessor gives. */
  private static Method setter(Object builder, Method accessor) {
    return setters(builder, accessor)
        .filter(setter -> setter.getParameterTypes()[0].isAssignableFrom(accessor.getReturnType()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no setter for " + accessor));
  }

  private static Method method(Object builder, String name, Class<?>... parameters)
      throws Exception {
    return builder.getClass().getMethod(name, parameters);
  }

  private static Object call(Method method, Object target, Object... arguments) throws Exception {
    try {
      method.setAccessible(true); // the setters of a generated builder are in a hidden class
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
