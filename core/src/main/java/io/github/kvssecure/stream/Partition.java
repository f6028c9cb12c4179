package io.github.kvssecure.stream;

import java.util.Locale;

/**
 * A group of AWS Regions with one ARN prefix and one pair of DNS suffixes.
 *
 * <p>Source: {@code partitions.json} of the AWS SDKs.
 */
public enum Partition {
  /** The commercial Regions. */
  AWS("aws", "amazonaws.com", "api.aws"),
  /** China. */
  AWS_CN("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  /** AWS GovCloud (US). */
  AWS_US_GOV("aws-us-gov", "amazonaws.com", "api.aws"),
  /** AWS Top Secret. */
  AWS_ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov"),
  /** AWS Secret. */
  AWS_ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"),
  /** ADC Europe. */
  AWS_ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  /** ADC US. */
  AWS_ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  /** AWS European Sovereign Cloud. */
  AWS_EUSC("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu");

  private final String id;
  private final String dnsSuffix;
  private final String dualStackDnsSuffix;

  Partition(String id, String dnsSuffix, String dualStackDnsSuffix) {
    this.id = id;
    this.dnsSuffix = dnsSuffix;
    this.dualStackDnsSuffix = dualStackDnsSuffix;
  }

  /**
   * The second field of an ARN of this partition.
   *
   * @return for example {@code aws-cn}
   */
  public String id() {
    return id;
  }

  /**
   * The domain under which its endpoints live.
   *
   * @return for example {@code amazonaws.com}
   */
  public String dnsSuffix() {
    return dnsSuffix;
  }

  /**
   * The domain under which its dual-stack endpoints live.
   *
   * @return for example {@code api.aws}
   */
  public String dualStackDnsSuffix() {
    return dualStackDnsSuffix;
  }

  static Partition ofRegion(String region) {
    String id = region.toLowerCase(Locale.ROOT);
    if (id.startsWith("cn-")) {
      return AWS_CN;
    }
    if (id.startsWith("us-gov-")) {
      return AWS_US_GOV;
    }
    if (id.startsWith("us-isob-")) {
      return AWS_ISO_B;
    }
    if (id.startsWith("us-isof-") || id.startsWith("eu-isof-")) {
      return AWS_ISO_F;
    }
    if (id.startsWith("eu-isoe-")) {
      return AWS_ISO_E;
    }
    if (id.startsWith("us-iso-")) {
      return AWS_ISO;
    }
    return id.startsWith("eusc-") ? AWS_EUSC : AWS;
  }
}
