/**
 * What users may ask to change: each command looks at the image and gives the transaction to commit, or refuses in the real
 * one's words. Pure: nothing is changed here, and ids, time and the image are inputs.
 */
@NullMarked
package io.priok.control.command;

import org.jspecify.annotations.NullMarked;
