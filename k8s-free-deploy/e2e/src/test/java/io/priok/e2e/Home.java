package io.priok.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project is. */
public final class Home {
    private Home() {}

    /**
     * The directory with {@code ./priok}: {@code priok.home}, or above the working directory.
     *
     * @throws IllegalStateException if there is none
     */
    public static Path find() {
        Path at = Path.of(System.getProperty("priok.home", "")).toAbsolutePath();
        while (at != null && !Files.isExecutable(at.resolve("priok"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no ./priok above " + Path.of("").toAbsolutePath());
        }
        return at;
    }
}
