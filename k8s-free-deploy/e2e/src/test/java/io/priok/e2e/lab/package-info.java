/**
 * Three hosts that can die, made by {@code ./priok lab}: the tutorial by the real {@code docker} commands, then faults. One lab
 * serves all classes; each test begins by bringing the Swarm on it into the shape that it needs, so that none depends on what
 * another has left. What really runs is asked of the hosts' own engines, by label, past the product.
 *
 * <p>With {@code -Dpriok.lab.kind=swarm} the same tests are held against the engines' own Swarm: what fails there expects the wrong
 * thing, times aside.
 */
@NullMarked
package io.priok.e2e.lab;

import org.jspecify.annotations.NullMarked;
