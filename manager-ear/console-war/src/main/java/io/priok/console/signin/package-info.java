/**
 * The way in and out. Users, their passwords (hashes) and groups are the server's user registry, so an administrator replaces it by LDAP
 * as in any Liberty server: see the server's console.xml. Failed attempts are slowed down here.
 */
@NullMarked
package io.priok.console.signin;

import org.jspecify.annotations.NullMarked;
