package io.priok.e2e.nemesis;

import io.priok.e2e.Command;
import io.priok.e2e.nemesis.Plan.Strike;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;

/** What faults are in commands of the lab, and what undoes them. Failures are assertion errors. */
final class FaultCommands {
    private final Hosts hosts;
    private final ServerLogs logs;
    private final Consumer<String> progress;

    FaultCommands(Hosts hosts, ServerLogs logs, Consumer<String> progress) {
        this.hosts = hosts;
        this.logs = logs;
        this.progress = progress;
    }

    void strike(Strike strike, List<String> targets, String host) {
        switch (strike.fault()) {
            case SERVER_KILLED, ALL_SERVERS_KILLED -> lab("server", host, "kill");
            case SERVER_STOPPED -> lab("stop", host);
            case POWER_FAILED, ALL_POWER_FAILED -> lab("kill", host);
            case CUT, FLAPPING, ALL_CUT -> lab("cut", host);
            case DEAF_TO_ONE -> lab("cut", host, "--from", targets.get(1), "--one-way");
            case CUT_FROM_ONE -> lab("cut", host, "--from", targets.get(1));
            case LOSSY -> lab("slow", host, "--loss", strike.percent() + "%");
            case SERVER_PAUSED -> lab("pause", host);
            case HOST_PAUSED -> lab("pause", host, "--all");
            case ENGINE_KILLED -> lab("engine", host, "kill");
        }
    }

    void heal(Fault fault, List<String> targets, String host) {
        switch (fault) {
            case SERVER_KILLED, SERVER_STOPPED, ALL_SERVERS_KILLED -> {
                logs.keep(host);
                lab("server", host, "start");
            }
            case POWER_FAILED, ALL_POWER_FAILED -> {
                logs.keep(host);
                lab("start", host);
                hosts.find(List.of(host));
            }
            case CUT, FLAPPING, ALL_CUT, LOSSY -> lab("heal", host);
            case DEAF_TO_ONE, CUT_FROM_ONE -> lab("heal", host, "--from", targets.get(1));
            case SERVER_PAUSED -> lab("resume", host);
            case HOST_PAUSED -> lab("resume", host, "--all");
            case ENGINE_KILLED -> lab("engine", host, "start");
        }
    }

    /** One turn of a link that goes off and on. */
    void flap(String host, boolean off) {
        hosts.command(off ? "cut" : "heal", host).run();
    }

    private void lab(String... words) {
        hosts.command(words).ok();
    }

    /** Brings a host into order, whatever is wrong with it. */
    void mend(String host) {
        JsonObject facts = hosts.facts().stream()
                .filter(one -> one.getString("name").equals(host))
                .findFirst()
                .orElseThrow();
        if (facts.getString("link").equals("cut") || !facts.getString("faults").isEmpty()) {
            lab("heal", host);
        }
        if (!facts.getString("state").equals("ready")) {
            logs.keep(host);
            Command.Result off = hosts.command("kill", host).run();
            progress.accept(host + " is started anew: " + off.out().strip());
            lab("start", host);
            hosts.find(List.of(host));
            return;
        }
        switch (facts.getString("server")) {
            case "paused" -> hosts.command("resume", host, "--all").run();
            case "stopped" -> lab("server", host, "start");
            default -> {}
        }
        if (facts.getString("engineVersion").isEmpty()) {
            lab("engine", host, "start");
        }
    }
}
