/** The agent's files. Depends on the agent's ports and the JSON codec; does no more than read and write. */
@NullMarked
package io.priok.agent.disk;

import org.jspecify.annotations.NullMarked;
