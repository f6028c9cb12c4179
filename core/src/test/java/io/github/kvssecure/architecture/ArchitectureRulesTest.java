package io.github.kvssecure.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.stream.StreamSpec;
import org.junit.jupiter.api.Test;

/** The rules of our own can fail: each is shown something that breaks it. */
class ArchitectureRulesTest {

  private final JavaClasses frontDoor = new ClassFileImporter().importClasses(SecureStream.class);

  @Test
  void shownType_isFoundInSignatures() {
    ShowNoInternalType rule = new ShowNoInternalType("io.github.kvssecure.stream");

    assertThat(classes().should(rule).evaluate(frontDoor).getFailureReport().getDetails())
        .anySatisfy(
            detail ->
                assertThat(detail).contains("SecureStream.state()").contains("stream.StreamState"));
  }

  @Test
  void typeArgument_isFoundInSignatures() {
    ShowNoInternalType rule = new ShowNoInternalType("io.github.kvssecure.media");
    JavaClasses spec = new ClassFileImporter().importClasses(StreamSpec.class);

    assertThat(classes().should(rule).evaluate(spec).getFailureReport().getDetails())
        .anySatisfy(
            detail -> assertThat(detail).contains("StreamSpec.tracks()").contains("media.Track"));
  }

  @Test
  void packagePrivateMembers_mayNameInternalTypes() {
    ShowNoInternalType rule = new ShowNoInternalType("io.github.kvssecure.internal");

    assertThat(classes().should(rule).evaluate(frontDoor).hasViolation()).isFalse();
  }

  @Test
  void packageWithoutNullMarked_isFound() {
    JavaClasses ofTheJdk = new ClassFileImporter().importClasses(java.util.List.class);

    assertThat(classes().should(new ResideInANullMarkedPackage()).evaluate(ofTheJdk).hasViolation())
        .isTrue();
  }
}
