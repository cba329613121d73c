/**
 * What users ask for, in the shape of Docker's API: a spec is the user's and the system never changes it. Names of record
 * components are the API's field names, so that one codec writes specs for the API, the log and the workers.
 *
 * <p>Collections are never null. A scalar that the API distinguishes from its zero value is nullable. Durations are
 * nanoseconds on the wire. Depends on nothing but the JDK.
 */
@NullMarked
package io.priok.domain.spec;

import org.jspecify.annotations.NullMarked;
