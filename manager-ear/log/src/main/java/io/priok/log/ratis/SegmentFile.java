package io.priok.log.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of Ratis's log as it lies on the disk: a header, then for each entry its length (a varint), the entry and their CRC32C; zeros
 * fill what is allocated ahead. {@code log_<first>-<last>} is closed, {@code log_inprogress_<first>} is still written to.
 *
 * @param last index that a closed file must end with; empty for the open one
 */
record SegmentFile(Path path, long first, OptionalLong last) {
    private static final Pattern NAME = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-(\\d+))");
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_BYTES = 4;
    private static final int LONGEST_VARINT = 5;
    /** Every entry begins with its term, field 1 of its message. */
    private static final byte BEGINS = 0x08;

    /**
     * What reading came to.
     *
     * @param end index of the last sound entry, {@code first - 1} when there is none
     * @param term of that entry, 0 when there is none
     * @param soundBytes how far the sound entries reach, the header included
     * @param clean true when nothing but zeros follows them
     * @param known the highest index that any readable entry, also one behind an unreadable one, says is committed; -1 when none does
     */
    record Reading(long end, long term, int soundBytes, boolean clean, long known) {}

    static Optional<SegmentFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                name.group(1) != null
                        ? new SegmentFile(path, Long.parseLong(name.group(1)), OptionalLong.empty())
                        : new SegmentFile(
                                path, Long.parseLong(name.group(2)), OptionalLong.of(Long.parseLong(name.group(3)))));
    }

    byte[] bytes() throws IOException {
        return Files.readAllBytes(path);
    }

    Reading read(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, HEADER.length), HEADER, 0, HEADER.length)) {
            return new Reading(first - 1, 0, 0, isZero(bytes, 0), committedAfter(bytes, 0));
        }
        long end = first - 1;
        long term = 0;
        long known = -1;
        int at = HEADER.length;
        while (true) {
            Frame frame = frame(bytes, at);
            if (frame == null || frame.entry.getIndex() != end + 1) {
                boolean clean = isZero(bytes, at);
                return new Reading(end, term, at, clean, clean ? known : Math.max(known, committedAfter(bytes, at)));
            }
            end = frame.entry.getIndex();
            term = frame.entry.getTerm();
            known = Math.max(known, committed(frame.entry));
            at = frame.next;
        }
    }

    private record Frame(LogEntryProto entry, int next) {}

    /** The sound entry that begins here, or null. */
    private static @Nullable Frame frame(byte[] bytes, int at) {
        try {
            int room = Math.min(LONGEST_VARINT, bytes.length - at);
            if (room <= 0 || bytes[at] == 0) {
                return null;
            }
            CodedInputStream in = CodedInputStream.newInstance(bytes, at, room);
            int length = in.readRawVarint32();
            int body = at + in.getTotalBytesRead();
            if (length <= 0 || length > bytes.length - body - CHECKSUM_BYTES || bytes[body] != BEGINS) {
                return null;
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, at, body - at + length);
            if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(body + length)) {
                return null;
            }
            LogEntryProto entry = LogEntryProto.parseFrom(CodedInputStream.newInstance(bytes, body, length));
            return new Frame(entry, body + length + CHECKSUM_BYTES);
        } catch (IOException e) {
            // A varint that does not end, or no entry.
            return null;
        }
    }

    /** Looks for sound entries anywhere from here on. */
    private static long committedAfter(byte[] bytes, int from) {
        long known = -1;
        int at = from;
        while (at < bytes.length) {
            Frame frame = frame(bytes, at);
            known = frame == null ? known : Math.max(known, committed(frame.entry));
            at = frame == null ? at + 1 : frame.next;
        }
        return known;
    }

    private static long committed(LogEntryProto entry) {
        return entry.hasMetadataEntry() ? entry.getMetadataEntry().getCommitIndex() : -1;
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
