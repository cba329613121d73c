package io.priok.runtime;

import io.priok.core.hold.Hold;
import io.priok.domain.Node;
import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator may ask for at the {@link OperatorDoor}. Runs in turn with all other changes of this node's place. */
final class OperatorWorks implements OperatorDoor.Works {
    private final Environment environment;
    private final Place place;
    private final Backups backups;

    OperatorWorks(Settings settings, Environment environment, Place place) {
        this.environment = environment;
        this.place = place;
        this.backups = new Backups(settings, environment, place.files());
    }

    @Override
    public OperatorDoor.Answer does(OperatorDoor.Ask ask, Path file) {
        return switch (ask.command()) {
            case "backup" -> backup(file);
            case "restore" -> restore(ask, file);
            case "held" -> held();
            case "release" -> release();
            default -> throw refused("the server does not know '" + ask.command() + "': is it of another version?");
        };
    }

    private OperatorDoor.Answer backup(Path file) {
        RunningManager manager = manager();
        LocalNode node = place.node().orElseThrow(() -> refused("this node has just left its swarm"));
        Image image = manager.state().image();
        if (image.cluster().isEmpty()) {
            throw refused("this manager does not know its swarm's state yet: try again, or on another manager");
        }
        BackupFile.Manifest made = backups.write(file, node, image);
        List<String> text = new ArrayList<>();
        text.add("swarm " + made.clusterId() + ", node " + made.nodeId() + " (" + made.hostname() + "), entry "
                + made.index() + " of the log: " + image.services().size() + " services, "
                + image.nodes().size()
                + " nodes, " + image.secrets().size() + " secrets");
        if (!manager.isLed()) {
            text.add("warning: the swarm has no leader; this is what this manager holds, and others may hold more");
        }
        return new OperatorDoor.Answer(true, Hold.isOn(image), text);
    }

    private OperatorDoor.Answer restore(OperatorDoor.Ask ask, Path file) {
        Path unfolded = Path.of(file + ".unfolded");
        try {
            remove(unfolded);
            Files.createDirectory(unfolded);
            Backups.Sound backup = backups.read(file, unfolded);
            place.incarnations().restore(backups, backup, ask.advertiseAddress(), !ask.discardNewer());
            return new OperatorDoor.Answer(
                    true,
                    !ask.discardNewer(),
                    List.of("restored: swarm " + backup.manifest().clusterId() + " as of "
                            + backup.manifest().at() + ", entry "
                            + backup.image().index() + " of the log"));
        } catch (IOException e) {
            throw refused("cannot unfold the backup in " + unfolded + ": " + e.getMessage());
        } finally {
            remove(unfolded);
        }
    }

    private OperatorDoor.Answer held() {
        RunningManager manager = manager();
        Image image = manager.state().image();
        if (!Hold.isOn(image)) {
            return new OperatorDoor.Answer(true, false, List.of());
        }
        Optional<ControlLoop.HeldState> state =
                manager.held().toCompletableFuture().join();
        List<String> text = new ArrayList<>();
        if (state.isEmpty()) {
            text.add("the leader knows more: ask there, or again in a moment");
        }
        for (Hold.Newer newer : state.map(ControlLoop.HeldState::newer).orElse(List.of())) {
            text.add("newer: " + newer.name() + " (" + newer.task() + ") on " + newer.hostname());
        }
        for (Node node : state.map(ControlLoop.HeldState::silent).orElse(List.of())) {
            text.add("silent: " + node.hostname() + " (" + node.id() + ")");
        }
        return new OperatorDoor.Answer(true, true, text);
    }

    private OperatorDoor.Answer release() {
        RunningManager manager = manager();
        Image image = manager.state().image();
        Optional<Transaction> end = Hold.end(image)
                .map(change -> new Transaction(
                        environment.ids().next(),
                        0,
                        "operator",
                        environment.clock().instant(),
                        List.of(change)));
        if (end.isEmpty()) {
            return new OperatorDoor.Answer(true, false, List.of("nothing is waited for"));
        }
        Outcome outcome =
                manager.state().commit(end.get()).toCompletableFuture().join();
        if (outcome instanceof Outcome.Refused) {
            throw refused("the swarm's settings changed at this moment: ask again");
        }
        return new OperatorDoor.Answer(true, false, List.of("the swarm goes on"));
    }

    private RunningManager manager() {
        return place.running()
                .orElseThrow(() -> refused(
                        place.node().isEmpty()
                                ? "this node is in no swarm"
                                : "this node does not serve as a manager: ask on one that does, see docker info"));
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static Refusal refused(String why) {
        return Refusal.plain(Refusal.Kind.FAILED_PRECONDITION, why);
    }
}
