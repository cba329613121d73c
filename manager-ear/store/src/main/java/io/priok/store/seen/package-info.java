/**
 * What workers report, on every manager: the members' cache cluster and the seen state that lives in it.
 *
 * <p>Invariants: a task's status only ever advances ({@link io.priok.domain.TaskStatus#supersedes}) on each manager, whatever is
 * lost, doubled or reordered on the way, because each keeps the maximum of all it has heard; everything here may be lost and is
 * then reported again. Depends on the domain, the image's {@code SeenState} and Infinispan; nothing of Infinispan leaves but the
 * cache manager, for the leader's lock.
 */
@NullMarked
package io.priok.store.seen;

import org.jspecify.annotations.NullMarked;
