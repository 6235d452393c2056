package dev.joch.runtime;

import java.util.List;

/** A runtime under test: how to open it, to look behind it, and to disturb it. */
public interface TestedRuntime {

    /** Before each test: a new installation. */
    void begin() throws Exception;

    /** After each test. */
    void end() throws Exception;

    /** A control plane of the installation of this test. */
    RuntimeAdapter open();

    /** A program of the shell. */
    Program shell(String script);

    /** A program that is not there. */
    Program unknown();

    /** A script that takes so many MiB at once, and fails when it does not get them. */
    String eat(int mebibytes);

    /** Whether the end of a program at its limit of memory is told from other ends. */
    boolean tellsOutOfMemory();

    /** Bytes that a log has at most. */
    long mostLog();

    /** Processes of an instance that live. */
    List<Long> processes(String instance);

    /** Names of what the installation left behind. */
    List<String> remains();

    /** Something of that name that is not Joch's, until it is closed. */
    AutoCloseable occupy(String name) throws Exception;

    boolean isOccupied(String name);

    /** The runtime does not answer until this is closed. */
    AutoCloseable away() throws Exception;
}
