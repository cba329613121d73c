/**
 * Every behaviour of a small log, one after another: three members, few terms, entries and power failures. What the simulation meets
 * by chance, if ever, is met here for certain. Time, loss and doubling need no steps of their own: a message that was sent stays on
 * its way for ever, and may arrive at any moment, again, or never.
 */
package io.priok.simulation.scope;
