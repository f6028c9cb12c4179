package io.github.kvssecure.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import java.io.Serializable;
import javax.net.ssl.X509ExtendedTrustManager;

@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.ThisModule.class})
class ArchitectureTest {

  static final String ROOT = "io.github.kvssecure";

  /** The stand-in is on the test class path, in packages below the same root. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/io/github/kvssecure/local/");
    }
  }

  private static final String[] VALUES = {
    ROOT + ".policy..",
    ROOT + ".media..",
    ROOT + ".stream..",
    ROOT + ".identity..",
    ROOT + ".event..",
    ROOT + ".spi.."
  };

  private static final DescribedPredicate<JavaClass> SOCKETS =
      new DescribedPredicate<>("sockets, channels, TLS engines and TLS sockets") {
        @Override
        public boolean test(JavaClass type) {
          String name = type.getFullName();
          return name.matches("java\\.net\\.(Server|Datagram|Multicast)?Socket(Impl|Factory.*)?")
              || name.startsWith("java.nio.channels.")
              || name.matches("javax\\.net\\.(Server)?SocketFactory")
              || name.matches("javax\\.net\\.ssl\\.SSL(Server)?Socket(Factory)?")
              || name.matches("javax\\.net\\.ssl\\.SSLEngine(Result.*)?");
        }
      };

  /** A trust manager is shown sockets by the JDK; the HTTP client of the SDK opens them. */
  private static final DescribedPredicate<JavaClass> TRUST_MANAGERS_OF_AWS_CLIENTS =
      resideInAPackage(ROOT + ".internal.aws..")
          .and(JavaClass.Predicates.assignableTo(X509ExtendedTrustManager.class));

  @ArchTest
  static final ArchRule valuePackages_neverDependOnInternal =
      noClasses()
          .that()
          .resideInAnyPackage(VALUES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".internal..");

  @ArchTest
  static final ArchRule policy_dependsOnValuesAndTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + ".policy..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(VALUES)
                  .or(resideInAnyPackage("java..", "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule onlyTheAwsAdapters_importServicesOfTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".internal.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.services..");

  @ArchTest
  static final ArchRule onlyTheTransport_opensSockets =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".internal.transport..")
          .and(DescribedPredicate.not(TRUST_MANAGERS_OF_AWS_CLIENTS))
          .should()
          .dependOnClassesThat(SOCKETS);

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.github.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule signatures_showNoInternalType =
      classes()
          .that()
          .resideOutsideOfPackage(ROOT + ".internal..")
          .and()
          .arePublic()
          .should(new ShowNoInternalType(ROOT + ".internal"));

  /** An enum is serializable by the language; it has no state that could be a credential. */
  @ArchTest
  static final ArchRule credentials_areNotSerializable =
      noClasses()
          .that(
              resideInAPackage(ROOT + ".identity..")
                  .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Enum.class)))
                  .or(JavaClass.Predicates.assignableTo(SessionCredentials.class))
                  .or(JavaClass.Predicates.assignableTo(CredentialSource.class)))
          // Constants hold no secret, and Java makes every enum serialisable.
          .and()
          .areNotEnums()
          .should()
          .beAssignableTo(Serializable.class);

  @ArchTest
  static final ArchRule standardStreams_areNotUsed =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule stackTraces_areNotPrinted =
      noClasses().should().callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule otherLoggers_areNotUsed =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule packages_areNullMarked = classes().should(new ResideInANullMarkedPackage());

  @ArchTest
  static final ArchRule packages_haveNamesOfConcerns =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..model..");
}
