/**
 * The one codec: Docker's API, the log, the messages and the database's documents are all written and read here, over Yasson.
 *
 * <p>Field names are Docker's. What is empty is left out, as Docker's own encoder does, and read back as empty.
 */
@NullMarked
package io.priok.json;

import org.jspecify.annotations.NullMarked;
