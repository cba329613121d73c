package io.priok.console.services;

import io.priok.console.frame.DockerCommand;
import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a POSIX shell does with quotes and backslashes; nothing is expanded. */
final class ShellWords {
    private ShellWords() {}

    /** @throws IllegalArgumentException in a shell's words when a quote is not closed */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("unexpected EOF while looking for matching `" + quote + "'");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    static String join(List<String> words) {
        String line = new DockerCommand(words).line();
        return line.substring(line.indexOf(' ') + 1);
    }
}
