package io.priok.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A state machine that remembers, in order, every distinct entry it was given, and a running checksum over the sequence
 * of (index, entry). Two that hold the same checksum at the same index were given the same sequence.
 */
public final class Journal implements StateMachine {
    private final List<String> entries = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long applied;
    private long checksum;
    private int repeats;
    private int padding;

    @Override
    public synchronized long appliedIndex() {
        return applied;
    }

    @Override
    public synchronized byte[] apply(long index, byte[] entry) {
        if (index <= applied) {
            throw new IllegalStateException("index " + index + " after " + applied);
        }
        applied = index;
        CRC32 crc = new CRC32();
        crc.update(entry);
        checksum = checksum * 1_000_003 + crc.getValue() * 31 + index;
        String text = new String(entry, StandardCharsets.UTF_8);
        if (text.equals("poison")) {
            throw new IllegalStateException("poisoned");
        }
        int space = text.indexOf(' ');
        String id = space < 0 ? text : text.substring(0, space);
        if (!seen.add(id)) {
            repeats++;
            return ("again " + id).getBytes(StandardCharsets.UTF_8);
        }
        entries.add(id);
        return ("ok " + id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void writeSnapshot(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeLong(applied);
        data.writeLong(checksum);
        data.writeInt(repeats);
        data.writeInt(padding);
        byte[] block = new byte[1 << 10];
        for (int left = padding; left > 0; left -= block.length) {
            data.write(block, 0, Math.min(left, block.length));
        }
        data.writeInt(entries.size());
        for (String entry : entries) {
            data.writeUTF(entry);
        }
        data.flush();
    }

    @Override
    public synchronized void restoreSnapshot(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        applied = data.readLong();
        checksum = data.readLong();
        repeats = data.readInt();
        padding = data.readInt();
        data.skipNBytes(padding);
        entries.clear();
        seen.clear();
        for (int left = data.readInt(); left > 0; left--) {
            String entry = data.readUTF();
            entries.add(entry);
            seen.add(entry);
        }
    }

    /** Makes snapshots so many bytes bigger. */
    public synchronized void pad(int bytes) {
        padding = bytes;
    }

    public synchronized int padding() {
        return padding;
    }

    public synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    public synchronized int size() {
        return entries.size();
    }

    /** {@code applied:entries:repeats:checksum}. */
    public synchronized String digest() {
        return applied + ":" + entries.size() + ":" + repeats + ":" + Long.toHexString(checksum);
    }

    public synchronized Journal copy() {
        Journal copy = new Journal();
        copy.applied = applied;
        copy.checksum = checksum;
        copy.repeats = repeats;
        copy.padding = padding;
        copy.entries.addAll(entries);
        copy.seen.addAll(seen);
        return copy;
    }
}
