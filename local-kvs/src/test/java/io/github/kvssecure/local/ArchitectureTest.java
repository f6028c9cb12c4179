package io.github.kvssecure.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
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

  /**
   * The front door knows every package, so none may know it, or there is a cycle. Two cycles
   * remain: faults are planned at the front door and happen in {@code faults} and {@code media}.
   */
  @Test
  void nothingBehindTheFrontDoorKnowsItButThePlansOfFaults() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .and()
        .resideOutsideOfPackages(ROOT + ".junit", ROOT + ".faults", ROOT + ".media")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".faults", ROOT + ".media")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT).and(not(simpleNameStartingWith("Fault"))))
        .check(MAIN);
  }

  @Test
  void theFrontDoorDoesNotKnowTheJUnitExtension() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".junit")
        .check(MAIN);
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
            // A module of the JDK that is meant to be used; what is asked of a metadata service
            // needs no TLS.
            "com.sun.net.httpserver..",
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
