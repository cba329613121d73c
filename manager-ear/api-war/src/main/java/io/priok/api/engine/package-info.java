/** HTTP/1.1 to the engine over its unix socket, and what is merged from its answers into ours. */
@NullMarked
package io.priok.api.engine;

import org.jspecify.annotations.NullMarked;
