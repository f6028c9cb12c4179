package io.github.kvssecure.jni.internal.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which dangers of the native producer a test shows to be gone. They are listed in {@code
 * dangers.txt}; {@link DangersTest} fails if one is shown by no test.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ShownGone {

  /** Ids of dangers. */
  String[] value();
}
