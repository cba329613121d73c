package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Command;
import io.priok.e2e.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The version of Priok after this one: these sources with a new format of the state, in which an entry says why it is written, so that
 * no byte of it means anything to this version. Built whole, in a directory of its own.
 *
 * @param home where its sources and its package are
 */
record NextVersion(Path home) {
    private static final String ENTRIES = "manager-ear/runtime/src/main/java/io/priok/runtime/EntryFormat.java";
    private static final String FORMATS = "common-ejb/src/main/java/io/priok/state/StateFormat.java";

    static NextVersion build(Path home) throws IOException {
        Command.of(
                        "sh",
                        "-c",
                        "cd \"$1\" && tar --exclude=target --exclude=.git -cf - . | tar -xf - -C \"$2\"",
                        "sh",
                        Home.find().toString(),
                        home.toString())
                .ok();
        change(home.resolve(FORMATS), Map.of("NEWEST = 1;", "NEWEST = 2;"));
        change(
                home.resolve(ENTRIES),
                Map.of(
                        "        return Json.bytes(transaction);\n",
                        """
                                return format < 2 ? Json.bytes(transaction) : Json.bytes(new Told(transaction, "asked to"));
                            }

                            /** For the codec. */
                            public record Told(Transaction does, String because) {
                        """,
                        "        return Json.read(body, Transaction.class);\n",
                        """
                                return format < 2 ? Json.read(body, Transaction.class) : Json.read(body, Told.class).does();
                        """));
        Command.of(
                        "mvn",
                        "--batch-mode",
                        "-q",
                        "-f",
                        home.resolve("pom.xml").toString(),
                        "-DskipTests",
                        "-Dspotless.check.skip=true",
                        "-pl",
                        "liberty/server",
                        "-am",
                        "package")
                .within(Duration.ofMinutes(10))
                .ok();
        return new NextVersion(home);
    }

    /** Each text is there, and once, or this is no longer the version after. */
    private static void change(Path file, Map<String, String> texts) throws IOException {
        String source = Files.readString(file);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            assertThat(source).as("%s", file).containsOnlyOnce(text.getKey());
            source = source.replace(text.getKey(), text.getValue());
        }
        Files.writeString(file, source);
    }
}
