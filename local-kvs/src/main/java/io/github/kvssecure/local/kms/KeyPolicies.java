package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.ResourcePolicy;

/** Key policies as AWS writes them, and those that tests ask for by name. */
public final class KeyPolicies {
  private KeyPolicies() {}

  /** What CreateKey gives by default: the account's own IAM policies decide. */
  public static ResourcePolicy delegating(String account) {
    return parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*",
         "Principal":{"AWS":"arn:aws:iam::%s:root"}}]}"""
            .formatted(account));
  }

  /** What denies everything to everybody. */
  public static ResourcePolicy refusing() {
    return parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"*",
         "Principal":"*"}]}""");
  }

  /**
   * What lets one account use a key for encryption through one service only: direct calls, also
   * DescribeKey, are refused.
   *
   * @param service as in {@code kms:ViaService}: {@code kinesisvideo.REGION.amazonaws.com}
   * @param account the account of the callers
   */
  public static ResourcePolicy onlyVia(String service, String account) {
    return parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
         "Action":["kms:GenerateDataKey","kms:Decrypt"],"Principal":{"AWS":"arn:aws:iam::%2$s:root"},
         "Condition":{"StringEquals":{"kms:ViaService":"%1$s","kms:CallerAccount":"%2$s"}}}]}"""
            .formatted(service, account));
  }

  /** What AWS gives its managed keys: use through the service for all, metadata for the account. */
  static ResourcePolicy managed(String region, String account) {
    return parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Principal":{"AWS":"*"},
         "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey"],
         "Condition":{"StringEquals":{"kms:ViaService":"kinesisvideo.%1$s.amazonaws.com","kms:CallerAccount":"%2$s"}}},
         {"Effect":"Allow","Resource":"*","Principal":{"AWS":"arn:aws:iam::%2$s:root"},
         "Action":["kms:Describe*","kms:Get*","kms:List*"]}]}"""
            .formatted(region, account));
  }

  /**
   * Parses a key policy.
   *
   * @throws IllegalArgumentException when KMS would refuse it as malformed
   */
  public static ResourcePolicy parse(String json) {
    try {
      return ResourcePolicy.parse(json);
    } catch (ServiceException e) {
      throw new IllegalArgumentException("key policy refused: " + e.text(), e);
    }
  }
}
