package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every danger of the list is shown to be gone by a test that runs. */
class DangersTest {

  private static List<String> listed() throws IOException {
    try (var in = DangersTest.class.getResourceAsStream("dangers.txt")) {
      assertThat(in).isNotNull();
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .peek(line -> assertThat(line.split("\\|", -1)).as(line).hasSize(3))
          .map(line -> line.substring(0, line.indexOf('|')).strip())
          .toList();
    }
  }

  @Test
  void everyDanger_isShownToBeGone_andNoOther() throws Exception {
    TreeSet<String> shown = new TreeSet<>();
    for (JavaClass each : new ClassFileImporter().importPackages("io.github.kvssecure.jni")) {
      if (each.isAnnotatedWith(ShownGone.class)) {
        shown.addAll(List.of(each.getAnnotationOfType(ShownGone.class).value()));
      }
      for (JavaMethod method : each.getMethods()) {
        if (method.isAnnotatedWith(ShownGone.class)) {
          assertThat(
                  method.isAnnotatedWith(Test.class)
                      || method.isAnnotatedWith(ParameterizedTest.class))
              .as(method.getFullName())
              .isTrue();
          shown.addAll(List.of(method.getAnnotationOfType(ShownGone.class).value()));
        }
      }
    }
    assertThat(listed()).doesNotHaveDuplicates();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(listed());
  }
}
