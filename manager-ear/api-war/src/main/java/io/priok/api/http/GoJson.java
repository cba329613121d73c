package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Locale;

/**
 * A strict reader of JSON that complains in the words of the real one's decoder, which clients and people know: {@code invalid
 * character 'b' looking for beginning of object key string}. It reads the first value of a text; what follows is not looked at.
 */
public final class GoJson {
    private static final int DEEPEST = 1_000;

    private final String text;
    private final String atEnd;
    private int at;

    /** @param atEnd what is said of a text that ends too early */
    private GoJson(String text, String atEnd) {
        this.text = text;
        this.atEnd = atEnd;
    }

    /** @throws Refusal INVALID_ARGUMENT when the text has no well-formed value */
    public static JsonValue parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(first(text)))) {
            return reader.readValue();
        }
    }

    /** As {@link #parse}, but the value must be the whole text. */
    public static JsonValue parseWhole(String text) {
        GoJson scan = new GoJson(text, "unexpected end of JSON input");
        scan.blanks();
        scan.value(0);
        scan.blanks();
        if (scan.at < text.length()) {
            throw invalid(text.charAt(scan.at), "after top-level value");
        }
        return parse(text);
    }

    /** The first value's own text. */
    public static String first(String text) {
        GoJson scan = new GoJson(text, "unexpected EOF");
        scan.blanks();
        if (scan.at == text.length()) {
            throw refuse("got EOF while reading request body");
        }
        int begin = scan.at;
        scan.value(0);
        return text.substring(begin, scan.at);
    }

    private void value(int depth) {
        if (depth > DEEPEST) {
            throw refuse("exceeded max depth");
        }
        char c = next("looking for beginning of value");
        switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                if (c != '-' && !isDigit(c)) {
                    throw invalid(c, "looking for beginning of value");
                }
                number(c);
            }
        }
    }

    private void object(int depth) {
        blanks();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            blanks();
            expect('"', "looking for beginning of object key string");
            string();
            blanks();
            expect(':', "after object key");
            blanks();
            value(depth + 1);
            blanks();
            char c = next("after object key:value pair");
            if (c == '}') {
                return;
            }
            if (c != ',') {
                throw invalid(c, "after object key:value pair");
            }
        }
    }

    private void array(int depth) {
        blanks();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            blanks();
            value(depth + 1);
            blanks();
            char c = next("after array element");
            if (c == ']') {
                return;
            }
            if (c != ',') {
                throw invalid(c, "after array element");
            }
        }
    }

    private void string() {
        while (true) {
            char c = next("in string literal");
            if (c == '"') {
                return;
            }
            if (c < ' ') {
                throw invalid(c, "in string literal");
            }
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        char c = next("in string escape code");
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                char digit = next("in \\u hexadecimal character escape");
                if (Character.digit(digit, 16) < 0) {
                    throw invalid(digit, "in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(c) < 0) {
            throw invalid(c, "in string escape code");
        }
    }

    private void number(char first) {
        char c = first;
        if (c == '-') {
            c = next("in numeric literal");
            if (!isDigit(c)) {
                throw invalid(c, "in numeric literal");
            }
        }
        if (c != '0') {
            digits();
        }
        if (peek() == '.') {
            at++;
            digit("after decimal point in numeric literal");
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digit("in exponent of numeric literal");
            digits();
        }
    }

    private void word(String word) {
        for (int i = 1; i < word.length(); i++) {
            String where = "in literal " + word + " (expecting '" + word.charAt(i) + "')";
            expect(word.charAt(i), where);
        }
    }

    private void digit(String where) {
        char c = next(where);
        if (!isDigit(c)) {
            throw invalid(c, where);
        }
    }

    private void digits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    private void expect(char wanted, String where) {
        char c = next(where);
        if (c != wanted) {
            throw invalid(c, where);
        }
    }

    private char next(String where) {
        if (at >= text.length()) {
            throw refuse(atEnd);
        }
        char c = text.charAt(at++);
        if (c == '\ufffd' && where.startsWith("looking")) {
            throw invalid(c, where);
        }
        return c;
    }

    /** The next character, or a blank at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : ' ';
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Refusal invalid(char c, String where) {
        String shown = switch (c) {
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < ' ' ? String.format(Locale.ROOT, "\\x%02x", (int) c) : Character.toString(c);
        };
        return refuse("invalid character '" + shown + "' " + where);
    }

    private static Refusal refuse(String message) {
        return Refusal.plain(INVALID_ARGUMENT, message);
    }
}
