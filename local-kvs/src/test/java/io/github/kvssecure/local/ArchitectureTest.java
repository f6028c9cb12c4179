package io.github.kvssecure.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The shape of the module. */
final class ArchitectureTest {
  private static final String ROOT = "io.github.kvssecure.local";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesBehindTheFrontDoorHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void theStandInKnowsNeitherTheAwsSdkNorTheLibrary() {
    classes()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "java..",
            "javax..",
            "com.fasterxml.jackson..",
            "org.bouncycastle..",
            "org.slf4j..",
            "org.jspecify..",
            "org.junit.jupiter.api..")
        .check(MAIN);
  }

  @Test
  void onlyTheExtensionKnowsJUnit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".junit")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.junit..")
        .check(MAIN);
  }

  @Test
  void onlyTheHttpPackageOpensSockets() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".http")
        .should()
        .callConstructor(ServerSocket.class)
        .orShould()
        .callConstructor(Socket.class)
        .orShould()
        .callConstructor(Socket.class, String.class, int.class)
        .check(MAIN);
  }
}
