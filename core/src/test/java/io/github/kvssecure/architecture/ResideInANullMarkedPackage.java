package io.github.kvssecure.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The package says in its package-info.java that nothing in it is null unless it says so. */
final class ResideInANullMarkedPackage extends ArchCondition<JavaClass> {

  ResideInANullMarkedPackage() {
    super("reside in a package that is @NullMarked");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
      events.add(
          SimpleConditionEvent.violated(
              type, "package " + type.getPackageName() + " is not @NullMarked"));
    }
  }
}
