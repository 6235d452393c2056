package dev.joch.worker.run;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.worker.process.Folders;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that runs leave, kept on the disk of the worker by tenant, namespace and execution. Regular
 * files only: a link would lead whoever reads it to another place.
 */
public final class Artifacts {

    private static final String SCHEME = "artifact://exec/";

    private final Path root;
    private final ArtifactLimits limits;

    public Artifacts(Path root, ArtifactLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    /** What a run has left, or what is wrong with it. */
    sealed interface Kept {}

    /**
     * @param addresses in the order of their names
     */
    record Taken(List<String> addresses) implements Kept {
        Taken {
            addresses = List.copyOf(addresses);
        }
    }

    record TooLarge(String message) implements Kept {}

    record Unknown(String name) implements Kept {}

    /**
     * Moves what is in the folder of the run to where it is kept.
     *
     * @param named addresses, or names of files in the folder, that the program has listed
     */
    Kept keep(ResourceKey execution, Path folder, List<String> named) throws IOException {
        List<Path> files = files(folder);
        if (files.size() > ArtifactLimits.MOST_FILES) {
            return new TooLarge(
                    "the run left more than " + ArtifactLimits.MOST_FILES + " artifacts");
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        if (bytes > limits.bytes()) {
            return new TooLarge("the artifacts are larger than " + limits.bytes() + " bytes");
        }
        Set<String> addresses = new LinkedHashSet<>();
        for (Path file : files) {
            addresses.add(address(execution, folder.relativize(file)));
        }
        for (String name : named) {
            String address = name.contains("://") ? name : address(execution, Path.of(name));
            if (!name.contains("://") && !addresses.contains(address)) {
                return new Unknown(name);
            }
            addresses.add(address);
        }
        move(execution, folder, files);
        return new Taken(List.copyOf(addresses));
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            files.add(file);
                        }
                        return files.size() > ArtifactLimits.MOST_FILES
                                ? FileVisitResult.TERMINATE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(null);
        return files;
    }

    private void move(ResourceKey execution, Path folder, List<Path> files) throws IOException {
        Path home =
                root.resolve(safe(execution.getTenant()))
                        .resolve(safe(execution.getNamespace()))
                        .resolve(safe(execution.getName()));
        for (Path file : files) {
            Path target = home.resolve(folder.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String address(ResourceKey execution, Path name) {
        StringBuilder address = new StringBuilder(SCHEME).append(safe(execution.getName()));
        name.forEach(part -> address.append('/').append(safe(part.toString())));
        return address.toString();
    }

    private static String safe(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.chars().allMatch(c -> c == '.') ? encoded.replace(".", "%2E") : encoded;
    }

    /** Removes what executions left that were not touched since then; gives how many. */
    public int dropBefore(Instant then) throws IOException {
        int dropped = 0;
        if (!Files.isDirectory(root)) {
            return 0;
        }
        for (Path tenant : folders(root)) {
            for (Path namespace : folders(tenant)) {
                for (Path execution : folders(namespace)) {
                    if (Files.getLastModifiedTime(execution).toInstant().isBefore(then)) {
                        Folders.delete(execution);
                        dropped++;
                    }
                }
            }
        }
        return dropped;
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> content = Files.newDirectoryStream(parent)) {
            for (Path path : content) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(path);
                }
            }
        }
        return folders;
    }
}
