package io.priok.control.spec;

import java.util.regex.Pattern;

/**
 * The grammar of image references: {@code [host[:port]/]path[/path…][:tag][@digest]}, where a first component counts as a
 * host when it has a dot, a colon or an upper-case letter, or is {@code localhost}. What is left of a reference without a
 * host is taken as the public registry's; a bare identifier of 64 hexadecimal digits is not a reference.
 */
public final class ImageReference {
    private static final String ALPHANUMERIC = "[a-z0-9]+";
    private static final String SEPARATOR = "(?:[._]|__|-+)";
    private static final String COMPONENT = ALPHANUMERIC + "(?:" + SEPARATOR + ALPHANUMERIC + ")*";
    private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}", Pattern.UNICODE_CASE);
    private static final Pattern DIGEST =
            Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
    private static final int LONGEST_NAME = 255;

    private ImageReference() {}

    public static boolean isValid(String text) {
        if (text.isEmpty() || IDENTIFIER.matcher(text).matches()) {
            return false;
        }
        String rest = text;
        int at = rest.indexOf('@');
        if (at >= 0) {
            if (!DIGEST.matcher(rest.substring(at + 1)).matches()) {
                return false;
            }
            rest = rest.substring(0, at);
        }
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            if (!TAG.matcher(rest.substring(colon + 1)).matches()) {
                return false;
            }
            rest = rest.substring(0, colon);
        }
        return rest.length() <= LONGEST_NAME && isName(rest);
    }

    private static boolean isName(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return PATH.matcher(name).matches();
        }
        String first = name.substring(0, slash);
        if (!namesHost(first)) {
            return PATH.matcher(name).matches();
        }
        return HOST.matcher(first).matches()
                && PATH.matcher(name.substring(slash + 1)).matches();
    }

    private static boolean namesHost(String first) {
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }
}
