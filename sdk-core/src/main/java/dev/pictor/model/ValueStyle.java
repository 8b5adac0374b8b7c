package dev.pictor.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * How the value types of this package are generated: nothing of Immutables reaches a user's class
 * path, and the generated classes are never API.
 */
@Target({ElementType.PACKAGE, ElementType.TYPE})
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    builderVisibility = Value.Style.BuilderVisibility.PACKAGE,
    overshadowImplementation = true,
    from = "copyFrom", // "from" is an attribute of its own in places
    jdkOnly = true,
    allowedClasspathAnnotations = {Override.class},
    fallbackNullableAnnotation = org.jspecify.annotations.Nullable.class,
    jacksonIntegration = false,
    unsafeDefaultAndDerived = true,
    defaults = @Value.Immutable(copy = false))
@interface ValueStyle {}
