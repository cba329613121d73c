import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Lists what is inside the archives that are shipped, not what some pom declares: every library with its licence, and the
 * texts that its jar carries. Licences come from the pom in the local repository, or its parents; a library without any ends
 * the packaging. It needs no Maven run, and so no finished build of every module.
 *
 * <p>Run as {@code java ThirdParty.java REPOSITORY OUTPUT ARCHIVE...}; writes OUTPUT/THIRD-PARTY.txt and OUTPUT/licences.
 */
public final class ThirdParty {
    private static final Pattern TEXT = Pattern.compile("META-INF/(?:.*/)?(LICENSE|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);

    private final Path repository;
    private final Path output;
    private final Map<String, Path> poms = new HashMap<>();
    private final TreeMap<String, TreeSet<String>> shipped = new TreeMap<>();
    private final Map<String, Map<String, byte[]>> texts = new TreeMap<>();
    private final Map<String, String> bundleLicences = new HashMap<>();

    private ThirdParty(Path repository, Path output) {
        this.repository = repository;
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException {
        ThirdParty run = new ThirdParty(Path.of(arguments[0]), Path.of(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            Path archive = Path.of(arguments[i]);
            byte[] content = Files.readAllBytes(archive);
            String name = archive.getFileName().toString();
            if (name.endsWith(".jar")) {
                run.library(versioned(name, content), content, "drivers");
            } else {
                run.open(content, name);
            }
        }
        System.exit(run.write() ? 0 : 1);
    }

    /** h2.jar is h2-2.3.232.jar, by what its manifest says. */
    private static String versioned(String name, byte[] jar) throws IOException {
        String version = manifest(jar).getMainAttributes().getValue("Implementation-Version");
        return name.replace(".jar", "-" + version + ".jar");
    }

    private void open(byte[] archive, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String inner = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (inner.endsWith(".war")) {
                    open(zip.readAllBytes(), name);
                } else if (inner.endsWith(".jar") && !inner.startsWith("priok-")) {
                    library(inner, zip.readAllBytes(), name);
                }
            }
        }
    }

    private void library(String jar, byte[] content, String where) throws IOException {
        if (shipped.computeIfAbsent(jar, key -> new TreeSet<>()).add(where) && texts.containsKey(jar)) {
            return;
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Matcher text = TEXT.matcher(entry.getName());
                if (!entry.isDirectory() && text.matches() && !entry.getName().endsWith(".class")) {
                    found.putIfAbsent(text.group(1).toUpperCase(Locale.ROOT), zip.readAllBytes());
                }
            }
        }
        texts.put(jar, found);
        String bundle = manifest(content).getMainAttributes().getValue("Bundle-License");
        if (bundle != null) {
            bundleLicences.put(jar, bundle);
        }
    }

    /** Looked for by name: in some jars it is not the first entry. */
    private static Manifest manifest(byte[] jar) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("META-INF/MANIFEST.MF")) {
                    return new Manifest(zip);
                }
            }
        }
        return new Manifest();
    }

    private boolean write() throws IOException {
        indexPoms();
        List<String> unknown = new ArrayList<>();
        StringBuilder list = new StringBuilder("Software of others in this package\n\n"
                + "Open Liberty: Eclipse Public License 2.0; see wlp/LICENSE and wlp/NOTICES (server package only).\n\n"
                + "Libraries in the applications, each with its licence as its authors publish it and where it is. The licence and\n"
                + "notice files that a library carries are in licences/.\n\n");
        for (Map.Entry<String, TreeSet<String>> one : shipped.entrySet()) {
            String jar = one.getKey();
            List<String> licences = licencesOf(jar);
            if (licences.isEmpty()) {
                unknown.add(jar);
            }
            list.append(jar.replaceFirst("\\.jar$", "")).append("\n    ").append(String.join("; ", licences));
            list.append("\n    in ").append(String.join(", ", one.getValue())).append('\n');
        }
        Files.writeString(output.resolve("THIRD-PARTY.txt"), list);
        writeTexts();
        unknown.forEach(jar -> System.err.println("no licence is known of " + jar));
        return unknown.isEmpty();
    }

    /** Equal texts are kept once, under the name of the first library that has them. */
    private void writeTexts() throws IOException {
        Path directory = Files.createDirectories(output.resolve("licences"));
        Map<String, String> firsts = new HashMap<>();
        StringBuilder same = new StringBuilder();
        for (Map.Entry<String, Map<String, byte[]>> one : texts.entrySet()) {
            for (Map.Entry<String, byte[]> text : one.getValue().entrySet()) {
                String name = one.getKey().replaceFirst("\\.jar$", "") + "." + text.getKey() + ".txt";
                String first = firsts.putIfAbsent(new String(text.getValue(), UTF_8), name);
                if (first == null) {
                    Files.write(directory.resolve(name), text.getValue());
                } else {
                    same.append(name).append(" is the same as ").append(first).append('\n');
                }
            }
        }
        Files.writeString(directory.resolve("SAME.txt"), same);
    }

    private List<String> licencesOf(String jar) throws IOException {
        // A classifier (linux-x86_64) is not in the pom's name: shorten until one fits.
        for (String name = jar.replaceFirst("\\.jar$", ""); name.contains("-"); name = name.substring(0, name.lastIndexOf('-'))) {
            Path pom = poms.get(name);
            if (pom != null) {
                List<String> licences = licencesOf(pom);
                if (!licences.isEmpty()) {
                    return licences;
                }
            }
        }
        String bundle = bundleLicences.get(jar);
        return bundle == null ? List.of() : List.of(bundle);
    }

    private List<String> licencesOf(Path pom) throws IOException {
        String text = Files.readString(pom).replaceAll("(?s)<!--.*?-->", "");
        List<String> licences = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)<licenses>(.*?)</licenses>").matcher(text);
        if (block.find()) {
            Matcher name = Pattern.compile("(?s)<name>\\s*(.*?)\\s*</name>").matcher(block.group(1));
            while (name.find()) {
                licences.add(name.group(1).replaceAll("\\s+", " "));
            }
        }
        Matcher parent = Pattern.compile("(?s)<parent>(.*?)</parent>").matcher(text);
        if (!licences.isEmpty() || !parent.find()) {
            return licences;
        }
        String artifact = element(parent.group(1), "artifactId");
        String version = element(parent.group(1), "version");
        Path above = repository.resolve(element(parent.group(1), "groupId").replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".pom");
        return Files.exists(above) ? licencesOf(above) : licences;
    }

    private static String element(String text, String name) {
        Matcher found = Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">").matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private void indexPoms() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            files.filter(file -> file.toString().endsWith(".pom"))
                    .sorted()
                    .forEach(file -> poms.putIfAbsent(file.getFileName().toString().replaceFirst("\\.pom$", ""), file));
        }
    }
}
