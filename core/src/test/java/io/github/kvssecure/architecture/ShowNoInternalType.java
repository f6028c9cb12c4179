package io.github.kvssecure.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * No public or protected member names an internal type, type arguments and super types included.
 */
final class ShowNoInternalType extends ArchCondition<JavaClass> {

  private final String internal;

  ShowNoInternalType(String internal) {
    super("show no type of " + internal);
    this.internal = internal;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!isReachable(type)) {
      return;
    }
    type.getSuperclass().ifPresent(parent -> judge(type.getFullName(), parent, events));
    type.getInterfaces().forEach(parent -> judge(type.getFullName(), parent, events));
    for (JavaMember member : type.getMembers()) {
      if (member.getModifiers().contains(JavaModifier.PUBLIC)
          || member.getModifiers().contains(JavaModifier.PROTECTED)) {
        typesOf(member).forEach(shown -> judge(member.getFullName(), shown, events));
      }
    }
  }

  /** A public class nested in one that is not public cannot be reached from outside. */
  private static boolean isReachable(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ShowNoInternalType::isReachable).orElse(true);
  }

  private static Set<JavaType> typesOf(JavaMember member) {
    Set<JavaType> types = new HashSet<>();
    if (member instanceof JavaField field) {
      types.add(field.getType());
    } else if (member instanceof JavaCodeUnit call) {
      types.add(call.getReturnType());
      types.addAll(call.getParameterTypes());
      types.addAll(call.getExceptionTypes());
    }
    return types;
  }

  private void judge(String where, JavaType shown, ConditionEvents events) {
    for (JavaClass raw : shown.getAllInvolvedRawTypes()) {
      if ((raw.getPackageName() + ".").startsWith(internal + ".")) {
        events.add(
            SimpleConditionEvent.violated(
                raw, where + " shows the internal type " + raw.getFullName()));
      }
    }
  }
}
