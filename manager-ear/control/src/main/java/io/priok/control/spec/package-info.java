/**
 * What makes a spec acceptable, with the words in which the real one refuses the others. Checks are pure: they look at the
 * spec, and those of references and ports at the image. Depends on the domain and the image.
 */
@NullMarked
package io.priok.control.spec;

import org.jspecify.annotations.NullMarked;
