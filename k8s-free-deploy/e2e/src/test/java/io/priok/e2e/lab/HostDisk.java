package io.priok.e2e.lab;

import java.time.Duration;

/**
 * A small file system under what a host's server keeps as a manager and as an agent ({@code manager} and {@code worker} of its state
 * directory), to be filled. The server is stopped while its files are carried over, and back.
 */
final class HostDisk implements AutoCloseable {
    private static final String STATE = "/var/lib/priok";
    private static final String ON = "set -e; d=" + STATE + "/small; mkdir -p $d; truncate -s 96M " + STATE
            + "/small.img; mkfs.ext4 -q -F -m 0 " + STATE + "/small.img; mount -o loop " + STATE + "/small.img $d;"
            + " for p in manager worker; do cp -a " + STATE + "/$p $d/$p; mount --bind $d/$p " + STATE + "/$p; done";
    private static final String OFF = "d=" + STATE + "/small; rm -f $d/filler; for p in manager worker; do umount -l "
            + STATE + "/$p && rm -rf " + STATE + "/$p && cp -a $d/$p " + STATE + "/$p; done; umount -l $d; rm -rf $d "
            + STATE + "/small.img";

    private final Lab lab;
    private final String host;

    HostDisk(Lab lab, String host) {
        this.lab = lab;
        this.host = host;
        lab.command("server", host, "stop").ok();
        on(ON);
        lab.command("server", host, "start").ok();
    }

    private void on(String script) {
        lab.on(host, "sh", "-c", script).within(Duration.ofMinutes(1)).ok();
    }

    /** Until not a byte is left; what is running may have taken some meanwhile. */
    void fill() {
        String filler = STATE + "/small/filler";
        on("for bs in 65536 1024 1; do dd if=/dev/zero bs=$bs of=" + filler
                + " oflag=append conv=notrunc 2>/dev/null || true; done; sync -f " + filler);
    }

    void makeRoom() {
        on("rm -f " + STATE + "/small/filler");
    }

    @Override
    public void close() {
        lab.command("server", host, "stop").run();
        on(OFF);
        lab.command("server", host, "start").ok();
    }
}
