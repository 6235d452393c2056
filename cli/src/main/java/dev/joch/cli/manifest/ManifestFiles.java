package dev.joch.cli.manifest;

import dev.joch.cli.http.Answer;
import dev.joch.cli.http.Endpoint;
import dev.joch.cli.http.HttpClient;
import dev.joch.cli.http.Request;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the manifests that {@code -f} names: files, folders, globs, URLs, standard input. */
public final class ManifestFiles {
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_REDIRECTS = 3;

    private final Session session;
    private final boolean recursive;
    private final List<ManifestText> texts = new ArrayList<>();
    private long bytes;

    private ManifestFiles(Session session, boolean recursive) {
        this.session = session;
        this.recursive = recursive;
    }

    /** All texts, in the order they were named; files of a folder by name. */
    public static List<ManifestText> read(List<String> names, boolean recursive, Session session) {
        if (names.isEmpty()) {
            throw FailureException.usage(
                    "no manifest is given", "name a file, folder, glob, URL or - with -f");
        }
        ManifestFiles files = new ManifestFiles(session, recursive);
        Set<String> once = new LinkedHashSet<>(names);
        once.forEach(files::add);
        if (files.texts.isEmpty()) {
            throw unreadable(
                    "there is no manifest in " + String.join(", ", names),
                    "manifests end in .yaml, .yml or .json");
        }
        return files.texts;
    }

    private void add(String name) {
        try {
            if (name.equals("-")) {
                add("stdin", session.screen().in().readNBytes(MOST_BYTES + 1));
            } else if (name.startsWith("http://") || name.startsWith("https://")) {
                add(name, fetched(name, MOST_REDIRECTS));
            } else {
                local(name);
            }
        } catch (IOException e) {
            throw unreadable(
                    name + " cannot be read: " + e.getMessage(),
                    "check the name and who may read it");
        }
    }

    private void local(String name) throws IOException {
        Path path = session.world().folder().resolve(name);
        if (Files.isDirectory(path)) {
            folder(path, name);
        } else if (Files.exists(path)) {
            add(name, Files.readAllBytes(path));
        } else if (name.matches(".*[*?\\[{].*")) {
            glob(name);
        } else {
            throw unreadable(
                    "there is no file " + name,
                    "check the name, relative to " + session.world().folder());
        }
    }

    private void folder(Path folder, String name) throws IOException {
        try (Stream<Path> found = Files.walk(folder, recursive ? Integer.MAX_VALUE : 1)) {
            for (Path file : found.filter(ManifestFiles::isManifest).sorted().toList()) {
                add(
                        Path.of(name).resolve(folder.relativize(file)).normalize().toString(),
                        Files.readAllBytes(file));
            }
        }
    }

    private void glob(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        String parent = slash < 0 ? "" : name.substring(0, slash + 1);
        Path folder = session.world().folder().resolve(parent);
        List<Path> matches = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, name.substring(slash + 1))) {
                found.forEach(matches::add);
            }
        }
        if (matches.isEmpty()) {
            throw unreadable("nothing matches " + name, "a glob matches names in one folder");
        }
        matches.sort(null);
        for (Path match : matches) {
            if (Files.isRegularFile(match)) {
                add(parent + match.getFileName(), Files.readAllBytes(match));
            }
        }
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private byte[] fetched(String url, int redirects) {
        URI uri = URI.create(url);
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        Endpoint endpoint = Endpoint.of(uri.getScheme() + "://" + uri.getRawAuthority());
        try (HttpClient http = new HttpClient(endpoint, "", session.settings().requestTimeout())) {
            // no token: what is at that address is a stranger
            Answer answer =
                    http.send(
                            Request.of("GET", target)
                                    .with("Accept", "*/*")
                                    .with("User-Agent", "joch-cli"));
            String location = answer.header("location");
            if (answer.status() >= 300
                    && answer.status() < 400
                    && !location.isEmpty()
                    && redirects > 0) {
                return fetched(uri.resolve(location).toString(), redirects - 1);
            }
            if (answer.status() != 200) {
                throw unreadable(
                        url + " answered with status " + answer.status(), "check the address");
            }
            return answer.body();
        }
    }

    private void add(String name, byte[] content) {
        bytes += content.length;
        if (bytes > MOST_BYTES) {
            throw unreadable(
                    "the manifests are larger than 8 MB together", "send them in several parts");
        }
        texts.add(new ManifestText(name, content));
    }

    private static FailureException unreadable(String message, String fix) {
        return new FailureException(
                new Failure.Local("MANIFEST_UNREADABLE", message, fix, ExitCode.USAGE));
    }
}
