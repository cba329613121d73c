/**
 * Endless answers: logs and events. They hold no request thread; a stream takes a thread of the managed executor only while
 * it has something to write, and ends when its client is gone.
 */
@NullMarked
package io.priok.api.stream;

import org.jspecify.annotations.NullMarked;
