/** The KMS side: keys, aliases, key states and DescribeKey. */
@NullMarked
package io.github.kvssecure.local.kms;

import org.jspecify.annotations.NullMarked;
