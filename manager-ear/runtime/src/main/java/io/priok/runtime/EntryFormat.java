package io.priok.runtime;

import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.state.StateFormat;
import io.priok.state.Transaction;
import java.util.Arrays;

/**
 * Transactions as bytes, in the formats that this version knows. An entry of the first format is JSON and begins with a brace; one of a
 * later format begins with a byte that is its number, so that a server that does not know it says so instead of reading what it
 * takes it for.
 *
 * <p>Within a format, members of objects that a reader does not know are ignored and those that it misses are empty: what would be lost
 * by that needs a new format.
 */
class EntryFormat {
    static final EntryFormat CURRENT = new EntryFormat(StateFormat.NEWEST);

    private final int newest;

    EntryFormat(int newest) {
        this.newest = newest;
    }

    /** A format that this version does not know. */
    static final class Unknown extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Unknown(int format, int newest) {
            super("the swarm's state is in format " + format + ", and this server knows formats up to " + newest
                    + ": install the version of Priok that the other managers run");
        }
    }

    final int newest() {
        return newest;
    }

    /** Writes in the format that is in force. */
    final byte[] write(Transaction transaction, int format) {
        byte[] body = body(transaction, format);
        if (format == StateFormat.FIRST) {
            return body;
        }
        byte[] entry = new byte[body.length + 1];
        entry[0] = (byte) format;
        System.arraycopy(body, 0, entry, 1, body.length);
        return entry;
    }

    /** @throws Unknown for an entry of a later format than this version knows */
    final Transaction read(byte[] entry) {
        boolean first = entry.length == 0 || entry[0] == '{';
        int format = first ? StateFormat.FIRST : Byte.toUnsignedInt(entry[0]);
        if (format > newest) {
            throw new Unknown(format, newest);
        }
        return transaction(first ? entry : Arrays.copyOfRange(entry, 1, entry.length), format);
    }

    /** @throws Unknown for a state in a later format than this version knows */
    final void check(Image image) {
        if (image.format() > newest) {
            throw new Unknown(image.format(), newest);
        }
    }

    byte[] body(Transaction transaction, int format) {
        return Json.bytes(transaction);
    }

    Transaction transaction(byte[] body, int format) {
        return Json.read(body, Transaction.class);
    }
}
