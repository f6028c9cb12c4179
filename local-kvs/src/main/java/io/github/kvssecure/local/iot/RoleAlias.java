package io.github.kvssecure.local.iot;

import java.time.Duration;

/**
 * What a device names to get the credentials of a role.
 *
 * @param roleName the role
 * @param credentialDuration life of the credentials, 900 s to 12 h (AWS IoT CreateRoleAlias)
 */
record RoleAlias(String roleName, Duration credentialDuration) {}
