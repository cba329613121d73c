/**
 * What all screens share: the look at the cluster, this node's standing, the deeds and their notices, docker command lines, the pulse
 * that tells pages to look again, and the guard in front of all. The values are pure; the beans and the filter are the edge.
 */
@NullMarked
package io.priok.console.frame;

import org.jspecify.annotations.NullMarked;
