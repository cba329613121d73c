/**
 * The log over Apache Ratis, with its gRPC transport.
 *
 * <p>Invariants kept here because the library alone does not give them: the directory entry of a vote is forced before
 * the vote is answered; an installed snapshot is forced before the log is cut; a disk that failed once stops the
 * member; entries the state already holds are skipped after a restart. May depend on Ratis and slf4j only.
 */
@NullMarked
package io.priok.log.ratis;

import org.jspecify.annotations.NullMarked;
