/**
 * The admin console. One package a screen, each with a facade that turns a {@link io.priok.console.frame.Snapshot} into immutable
 * view models and a thin Faces bean; {@code frame} is what all screens share. Facades and view models are pure: no container, no
 * clock. Beans hold what the page's address says and nothing else, so that every view can be linked to. Changes go through the same
 * commands and the same desk as the API's, so the console refuses in the command line's words.
 */
@NullMarked
package io.priok.console;

import org.jspecify.annotations.NullMarked;
