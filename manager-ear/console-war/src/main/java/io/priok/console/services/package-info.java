/**
 * Services: the list, one service, creating, scaling, changing the image, removing.
 */
@NullMarked
package io.priok.console.services;

import org.jspecify.annotations.NullMarked;
