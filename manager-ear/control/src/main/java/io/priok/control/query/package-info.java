/**
 * What users may ask to see: finding objects by what people type, and filtering lists. Pure functions of the image and, for
 * tasks, of what is seen. Lists are ordered by id.
 */
@NullMarked
package io.priok.control.query;

import org.jspecify.annotations.NullMarked;
