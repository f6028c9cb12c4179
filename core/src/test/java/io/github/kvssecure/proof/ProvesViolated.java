package io.github.kvssecure.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that shows that a violation of the control is found and has its consequence. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ProvesViolated {
  /** Ids of the catalogue, for example {@code KMS-01}. */
  String[] value();
}
