package dev.joch.worker.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be started.
 *
 * @param words program and arguments
 * @param environment all that it gets; nothing of the worker's own
 * @param folder in which it starts
 * @param addressSpace bytes of address space of each of its processes; 0 is no limit. Only where no
 *     control group limits memory, and only for programs that do not reserve what they never use.
 */
public record Program(
        List<String> words, Map<String, String> environment, Path folder, long addressSpace) {

    public Program {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a program has a name");
        }
        words = List.copyOf(words);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
}
