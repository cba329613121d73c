package io.priok.control.spec;

/** Values as the real one's messages print them. */
public final class GoText {
    private GoText() {}

    /** A text in double quotes, with quotes, backslashes and control characters escaped. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format("\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** A number with no more digits than it needs: {@code 1e-06}, {@code 0.0005}, {@code 2}. */
    public static String shortest(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String plain = new java.math.BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString();
        if (Math.abs(value) >= 1e-4) {
            return plain;
        }
        String[] parts = Double.toString(value).split("E-", 2);
        String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
        return parts.length < 2 ? plain : digits + "e-" + (parts[1].length() < 2 ? "0" : "") + parts[1];
    }
}
