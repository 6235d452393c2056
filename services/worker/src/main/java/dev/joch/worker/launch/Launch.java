package dev.joch.worker.launch;

import java.util.List;
import java.util.Map;

/** Whether and how a program can be started. */
public sealed interface Launch {

    /**
     * It can.
     *
     * @param words program and arguments
     * @param environment in addition to that of the contract
     * @param reserves whether the program reserves far more address space than it uses, so that the
     *     latter says nothing about its memory
     * @param outOfMemory what its last lines say when its memory ran out
     */
    record Ready(
            List<String> words,
            Map<String, String> environment,
            boolean reserves,
            List<String> outOfMemory)
            implements Launch {

        public Ready {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
            outOfMemory = List.copyOf(outOfMemory);
        }
    }

    /** No launcher for the framework. */
    record NoAdapter(String message) implements Launch {}

    /** The launcher cannot start this one. */
    record Unstartable(String message) implements Launch {}
}
