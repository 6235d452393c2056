package dev.joch.worker.process;

import java.nio.file.Path;
import java.util.List;

/** Holds all processes of one run. */
public interface Cage extends AutoCloseable {

    /** What the kernel says about the limits of the run. */
    enum Strain {
        NONE,
        OUT_OF_MEMORY,
        TOO_MANY_PROCESSES
    }

    /** Files into which the program writes its process id before its first instruction. */
    List<Path> doors();

    /** The program was started. */
    void entered(long pid);

    /** Processes of the run that live. */
    int population();

    /** Whether a limit was hit since the program began. */
    Strain strain();

    /** Asks the program and its process group to end. */
    void terminate();

    /**
     * Kills every process of the run; they are gone when this returns, and their number is told.
     */
    int killAll();

    /** Gives the cage back. Nobody may be in it. */
    @Override
    void close();
}
