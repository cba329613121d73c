package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Refusal;
import io.priok.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorDoorTest {
    @TempDir
    Path dir;

    private final List<String> done = new ArrayList<>();

    private OperatorDoor door() {
        return new OperatorDoor(dir, (ask, file) -> {
            done.add(ask.command() + " " + file.getFileName());
            if (ask.command().equals("refused")) {
                throw Refusal.plain(Refusal.Kind.FAILED_PRECONDITION, "not now");
            }
            return new OperatorDoor.Answer(true, ask.discardNewer(), List.of(ask.advertiseAddress()));
        });
    }

    private void ask(String name, String json) throws IOException {
        Files.writeString(dir.resolve("operator").resolve(name + ".ask"), json);
    }

    private OperatorDoor.Answer answer(String name) throws IOException {
        return Json.read(
                Files.readString(dir.resolve("operator").resolve(name + ".answer")), OperatorDoor.Answer.class);
    }

    @Test
    void answersEachAskOnce() throws IOException {
        OperatorDoor door = door();
        assertThat(door.isAsked()).isFalse();
        ask("a1", "{\"Command\":\"backup\",\"AdvertiseAddress\":\"10.0.0.1\",\"DiscardNewer\":true}");
        assertThat(door.isAsked()).isTrue();
        door.look();
        door.look();
        assertThat(done).containsExactly("backup a1.backup");
        assertThat(answer("a1")).isEqualTo(new OperatorDoor.Answer(true, true, List.of("10.0.0.1")));
        assertThat(door.isAsked()).isFalse();
    }

    @Test
    void answersWithTheReasonOfARefusal() throws IOException {
        OperatorDoor door = door();
        ask("a1", "{\"Command\":\"refused\"}");
        ask("a2", "garbage");
        door.look();
        assertThat(answer("a1")).isEqualTo(new OperatorDoor.Answer(false, false, List.of("not now")));
        assertThat(answer("a2").ok()).isFalse();
    }

    @Test
    void leavesAloneWhatIsBeingWritten() throws IOException {
        OperatorDoor door = door();
        Files.writeString(dir.resolve("operator/a1.ask.new"), "{");
        Files.writeString(dir.resolve("operator/a1.backup"), "");
        door.look();
        assertThat(done).isEmpty();
    }

    @Test
    void isOpenToItsOwnerAlone() throws IOException {
        Files.createDirectories(dir.resolve("operator"));
        door();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("operator"))))
                .isEqualTo("rwx------");
    }
}
