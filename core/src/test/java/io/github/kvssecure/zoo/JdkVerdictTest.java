package io.github.kvssecure.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the JDK's verdict of a peer differs from this library's, which is never the looser one. */
class JdkVerdictTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final JdkVerdict JDK = new JdkVerdict(Zoo.authorities());
  private static ZooServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new ZooServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  static List<Specimen> specimens() {
    return Zoo.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void verdictOfTheJdk_isAsTheTableSays(Specimen specimen) throws Exception {
    server.show(specimen.peer(HOST));
    Specimen.Jdk verdict = JDK.of(HOST, server.port());
    assertThat(verdict).isEqualTo(specimen.jdk().here().orElse(verdict));
  }

  static List<Specimen> heirs() {
    return Succession.heirs();
  }

  /**
   * What makes {@link Succession} worth a test: who resumes does not look at the heir. Seen on JDK
   * 17; JDK 25 judges it as it judges a first connection.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("heirs")
  void jdk_resumesAndSoAdmitsWhoeverTookThePlace(Specimen heir) throws Exception {
    boolean resumes = Runtime.version().feature() < 25;
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      JdkVerdict jdk = new JdkVerdict(Zoo.authorities());
      Succession succession = Succession.of(HOST, protocol, heir);
      server.show(succession.peer());
      jdk.visit(HOST, server.port());
      succession.takePlace();
      Specimen.Jdk verdict = jdk.of(HOST, server.port());
      assertThat(verdict)
          .isEqualTo(resumes ? Specimen.Jdk.ADMITS : heir.jdk().here().orElse(verdict));
    }
  }

  @Test
  void heirs_areMany() {
    assertThat(Succession.heirs()).hasSizeGreaterThan(40);
  }

  @Test
  void everyDifference_hasAReasonAndIsStricter() {
    assertThat(Zoo.all())
        .allSatisfy(
            specimen -> {
              boolean admitted = specimen.refusal().isEmpty();
              boolean jdkAdmits = specimen.jdk() != Specimen.Jdk.REFUSES;
              assertThat(admitted && !jdkAdmits).as("looser than the JDK").isFalse();
              assertThat(specimen.difference().isEmpty()).isEqualTo(admitted == jdkAdmits);
            });
  }

  @Test
  void zoo_hasAtLeastFortyRefusedSpecimensUnderNamesOfTheirOwn() {
    assertThat(Zoo.all()).extracting(Specimen::name).doesNotHaveDuplicates();
    assertThat(Zoo.all().stream().filter(s -> s.refusal().isPresent()).count())
        .isGreaterThanOrEqualTo(40);
  }
}
