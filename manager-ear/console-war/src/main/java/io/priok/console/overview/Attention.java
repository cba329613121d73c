package io.priok.console.overview;

import io.priok.console.frame.Tone;

/**
 * Something that a person should look at.
 *
 * @param what in a few words
 * @param why in the words of whoever knows
 * @param page where to look, relative, with its query
 */
public record Attention(Tone tone, String what, String why, String page) {}
