package io.github.kvssecure.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that shows that what meets the control is let through. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ProvesSatisfied {
  /** Ids of the catalogue, for example {@code KMS-01}. */
  String[] value();
}
