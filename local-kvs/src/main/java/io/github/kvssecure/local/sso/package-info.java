/** IAM Identity Center: its portal, and where a sign-in is renewed. */
@org.jspecify.annotations.NullMarked
package io.github.kvssecure.local.sso;
