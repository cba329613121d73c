package io.priok.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.image.Image;
import io.priok.store.Fixtures;
import io.priok.store.RandomHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageSnapshotTest {
    private final ImageSnapshot codec = new ImageSnapshot(Fixtures.documents());

    @Property(tries = 40)
    void readsWhatWasWritten(@ForAll long seed, @ForAll @IntRange(max = 200) int entries) throws IOException {
        RandomHistory history = new RandomHistory(seed);
        history.steps(entries);
        Fixtures.assertSame(read(written(history.image())), history.image());
    }

    @Test
    void readsTheEmptyImage() throws IOException {
        Fixtures.assertSame(read(written(Image.empty())), Image.empty());
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        byte[] whole = written(image());
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length - 8));
            assertThatThrownBy(() -> read(part)).isInstanceOf(CorruptSnapshot.class);
        }
    }

    @Test
    void neverReadsAnotherContentFromWhatWasAltered() throws IOException {
        Image image = image();
        byte[] whole = written(image);
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            byte[] altered = whole.clone();
            // Not in gzip's own head, whose time and flags mean nothing to the content.
            altered[10 + random.nextInt(whole.length - 18)] ^= 0x10;
            try {
                // The archive has a few bits that mean nothing.
                assertThat(read(altered).objects())
                        .as("byte flip %d", i)
                        .containsExactlyInAnyOrderElementsOf(image.objects());
            } catch (CorruptSnapshot refused) {
                assertThat(refused).hasMessageContaining("snapshot");
            }
        }
    }

    @Test
    void refusesALineThatLacksAMember() throws IOException {
        String head;
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(written(image())))) {
            head = new String(plain.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2)[0];
        }
        for (String line : List.of("O{\"id\":\"t1\"}", "O{\"kind\":\"task\",\"id\":\"t1\"}", "A{\"index\":1}")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (var zipped = new GZIPOutputStream(out)) {
                zipped.write((head + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            assertThatThrownBy(() -> read(out.toByteArray())).as(line).isInstanceOf(CorruptSnapshot.class);
        }
    }

    @Test
    void refusesAnotherKey() throws IOException {
        byte[] whole = written(image());
        ImageSnapshot other = new ImageSnapshot(Fixtures.documents(8));
        assertThatThrownBy(() -> other.read(new ByteArrayInputStream(whole)))
                .isInstanceOf(CorruptSnapshot.class)
                .hasMessageContaining("key");
    }

    @Test
    void holdsNoSecretInTheClear() throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(written(image())))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("agentid")
                    .doesNotContain("c2VjcmV0")
                    .doesNotContain("SWMTKN");
        }
    }

    private static Image image() {
        RandomHistory history = new RandomHistory(3);
        history.steps(200);
        assertThat(history.image().secrets()).isNotEmpty();
        return history.image();
    }

    private byte[] written(Image image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(image, out);
        return out.toByteArray();
    }

    private Image read(byte[] bytes) throws IOException {
        return codec.read(new ByteArrayInputStream(bytes));
    }
}
