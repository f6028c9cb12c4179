package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.policy.Waiver;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the rules about this process look at. All immutable. */
public final class ProcessFacts {

  private ProcessFacts() {}

  /**
   * What came of writing made-up secrets into everything that ends in logs.
   *
   * @param looked what was looked at
   * @param leaks where a secret came out
   */
  public record LogTrial(List<String> looked, List<String> leaks) {
    /** Copies the lists. */
    public LogTrial {
      looked = List.copyOf(looked);
      leaks = List.copyOf(leaks);
    }
  }

  /**
   * What came of serialising what holds secrets.
   *
   * @param refused the types that cannot be serialised
   * @param serialised the types that can
   */
  public record SerialisationTrial(List<String> refused, List<String> serialised) {
    /** Copies the lists. */
    public SerialisationTrial {
      refused = List.copyOf(refused);
      serialised = List.copyOf(serialised);
    }
  }

  /**
   * Debug switches of the process.
   *
   * @param on those that are on, with what they give away
   */
  public record DebugSwitches(List<String> on) {
    /** Copies the list. */
    public DebugSwitches {
      on = List.copyOf(on);
    }
  }

  /**
   * Clients of AWS on the class path that have known defects or no support.
   *
   * @param clients those that were found, current ones too
   */
  public record Clients(List<Client> clients) {
    /** Copies the list. */
    public Clients {
      clients = List.copyOf(clients);
    }
  }

  /**
   * A client on the class path.
   *
   * @param artifact for example {@code aws-java-sdk-kinesisvideo}
   * @param version as its jar says; empty if it does not
   */
  public record Client(String artifact, Optional<String> version) {

    /**
     * Whether it is older than a release.
     *
     * @param release major, minor and so on
     * @return true also if the version is not known
     */
    boolean isBefore(int... release) {
      String[] parts = version.orElse("0").split("[.-]", -1);
      for (int i = 0; i < release.length; i++) {
        int number =
            i < parts.length && parts[i].matches("[0-9]{1,6}") ? Integer.parseInt(parts[i]) : 0;
        if (number != release[i]) {
          return number < release[i];
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return artifact + version.map(v -> " " + v).orElse(" of unknown version");
    }
  }

  /**
   * The exceptions from the policy.
   *
   * @param waivers the waivers
   * @param insecureOptions the options in use, each with its reason
   * @param today the present day, UTC
   */
  public record Exceptions(List<Waiver> waivers, List<String> insecureOptions, LocalDate today) {
    /** Copies the lists. */
    public Exceptions {
      waivers = List.copyOf(waivers);
      insecureOptions = List.copyOf(insecureOptions);
    }
  }
}
