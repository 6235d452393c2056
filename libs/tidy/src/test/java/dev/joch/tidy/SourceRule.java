package dev.joch.tidy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One rule of the house style that can be read off a source file.
 *
 * @param sentence the rule, as the name of its test
 * @param check what breaks it in a file
 */
record SourceRule(String sentence, Function<SourceFile, List<String>> check) {

    private static final int MOST_LINES = 400;

    private static final List<String> EMPTY_WORDS =
            List.of("Impl", "Util", "Utils", "Helper", "Manager", "Base", "Common", "Data", "Info");

    /** Text that may not stand in main code, and what to write instead. */
    private record Banned(String text, String instead) {}

    private static final List<Banned> BANNED =
            List.of(
                    new Banned("Thread.sleep(", "wait for a condition with a deadline (Await)"),
                    new Banned("Instant.now()", "an InstantSource that was handed in"),
                    new Banned("System.currentTimeMillis()", "an InstantSource that was handed in"),
                    new Banned("UUID.randomUUID()", "Ids"),
                    new Banned("CompletableFuture<", "blocking code on a virtual thread"),
                    new Banned("Mockito", "a hand-written fake"),
                    new Banned("printStackTrace(", "a logger"),
                    new Banned("TODO", "the thing itself, or nothing"));

    List<String> faults(SourceFile file) {
        return check.apply(file);
    }

    static List<SourceRule> all(Formatting formatting) {
        return List.of(
                new SourceRule("files stay below 400 lines", SourceRule::tooLong),
                new SourceRule("names say something", SourceRule::emptyName),
                new SourceRule(
                        "every package opens with a null-marked chapter", SourceRule::chapter),
                new SourceRule("banned calls have a replacement", SourceRule::bannedCalls),
                new SourceRule("files carry no machine paths", SourceRule::machinePaths),
                new SourceRule("sources are formatted", formatting::faults));
    }

    private static List<String> tooLong(SourceFile file) {
        int lines = file.lines().size();
        return lines <= MOST_LINES
                ? List.of()
                : List.of(file.path() + " has " + lines + " lines: which two ideas live in there?");
    }

    private static List<String> emptyName(SourceFile file) {
        if (!file.isMain()) {
            return List.of();
        }
        return EMPTY_WORDS.stream()
                .filter(word -> file.className().endsWith(word))
                .map(word ->
                        file.path()
                                + " ends in "
                                + word
                                + ": name what it is in the domain's words")
                .toList();
    }

    private static List<String> chapter(SourceFile file) {
        if (!file.isMain()) {
            return List.of();
        }
        if (!file.isPackageInfo()) {
            return Files.exists(file.beside("package-info.java"))
                    ? List.of()
                    : List.of(
                            file.folder()
                                    + " has no package-info.java: say what it owns and what is always true");
        }
        String text = String.join("\n", file.lines());
        List<String> faults = new ArrayList<>();
        if (!text.contains("@NullMarked")) {
            faults.add(file.path() + " is not @NullMarked");
        }
        if (!text.contains("/**")) {
            faults.add(file.path() + " has no opening comment");
        }
        return faults;
    }

    private static List<String> bannedCalls(SourceFile file) {
        if (file.path().contains("libs/tidy/")) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            for (Banned banned : BANNED) {
                boolean everywhere =
                        banned.text().equals("Thread.sleep(") || banned.text().equals("Mockito");
                if ((file.isMain() || everywhere) && line.contains(banned.text())) {
                    faults.add(file.at(i) + " " + banned.text() + ": use " + banned.instead());
                }
            }
        }
        return faults;
    }

    private static List<String> machinePaths(SourceFile file) {
        if (file.path().contains("libs/tidy/")) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            if (line.contains("/home/") || line.contains("/root/")) {
                faults.add(file.at(i) + " names a path of one machine");
            }
        }
        return faults;
    }
}
