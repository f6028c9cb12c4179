package io.github.kvssecure.jni;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URL;

@AnalyzeClasses(
    packages = "io.github.kvssecure.jni",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule THE_SDK_IS_TOUCHED_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jni.internal.bind")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws..");

  /** A native stream is a pointer: whoever kept it elsewhere could use it after it was freed. */
  @ArchTest
  static final ArchRule NATIVE_STREAMS_ARE_KEPT_IN_ONE_CLASS =
      fields()
          .that()
          .haveRawType("com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream")
          .should()
          .bePrivate()
          .andShould()
          .beDeclaredIn("io.github.kvssecure.jni.internal.bind.NativeMediaStream");

  @ArchTest
  static final ArchRule LOADING_DEPENDS_ON_NOTHING_OF_OURS =
      classes()
          .that()
          .resideInAPackage("..jni.internal.load")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "..jni.internal.load"));

  @ArchTest
  static final ArchRule LIBRARIES_ARE_LOADED_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jni.internal.load")
          .should()
          .callMethod(System.class, "load", String.class)
          .orShould()
          .callMethod(System.class, "loadLibrary", String.class)
          .orShould()
          .callMethod(Runtime.class, "load", String.class)
          .orShould()
          .callMethod(Runtime.class, "loadLibrary", String.class);

  @ArchTest
  static final ArchRule NOTHING_OPENS_A_SOCKET =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "javax.net..")
                  // The name of a class path entry, nothing more: see ClassPathCopies.
                  .and(not(equivalentTo(URL.class))));

  @ArchTest
  static final ArchRule NOTHING_SEES_CREDENTIALS =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.github.kvssecure.identity");

  @ArchTest
  static final ArchRule ONE_CLASS_IS_THE_FRONT_DOOR =
      classes()
          .that()
          .resideInAPackage("io.github.kvssecure.jni")
          .and()
          .arePublic()
          .should()
          .haveSimpleName("NativeMediaProducerProvider");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.github.kvssecure.jni.(**)").should().beFreeOfCycles();
}
