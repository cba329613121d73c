/**
 * Objects of the cluster state as documents for a disk: JSON, sealed where it holds secrets.
 *
 * <p>Invariant: the document of a secret, and of the cluster with its join tokens and signing key, is never written in the clear.
 * Depends on the domain and the JSON codec.
 */
@NullMarked
package io.priok.store.document;

import org.jspecify.annotations.NullMarked;
