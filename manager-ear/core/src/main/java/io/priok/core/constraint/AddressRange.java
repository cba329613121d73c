package io.priok.core.constraint;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An IP address or a CIDR block, read without asking a name server. */
final class AddressRange {
    /** 4 or 16 of them. */
    private final byte[] bytes;

    /** How many leading bits count. */
    private final int prefix;

    private AddressRange(byte[] bytes, int prefix) {
        this.bytes = bytes;
        this.prefix = prefix;
    }

    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        int all = address.length * 8;
        if (slash < 0) {
            return Optional.of(new AddressRange(address, all));
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > all) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(address, Integer.parseInt(digits)));
    }

    boolean contains(String text) {
        byte[] other = address(text);
        if (other == null || other.length != bytes.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(bytes, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || ((bytes[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    private static byte @Nullable [] address(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static byte @Nullable [] four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("\\d{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] six(String text) {
        int gap = text.indexOf("::");
        String[] head = groups(gap < 0 ? text : text.substring(0, gap));
        String[] tail = gap < 0 ? new String[0] : groups(text.substring(gap + 2));
        int given = head.length + tail.length;
        if (gap < 0 ? given != 8 : given > 7) {
            return null;
        }
        byte[] bytes = new byte[16];
        return fill(bytes, 0, head) && fill(bytes, 16 - 2 * tail.length, tail) ? bytes : null;
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static boolean fill(byte[] bytes, int from, String[] groups) {
        for (int i = 0; i < groups.length; i++) {
            if (!groups[i].matches("[0-9a-fA-F]{1,4}")) {
                return false;
            }
            int group = Integer.parseInt(groups[i], 16);
            bytes[from + 2 * i] = (byte) (group >>> 8);
            bytes[from + 2 * i + 1] = (byte) group;
        }
        return true;
    }
}
