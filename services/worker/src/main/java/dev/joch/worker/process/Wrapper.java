package dev.joch.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words in front of a program: a session of its own, an end together with the worker, the
 * control group, the limits. All of it in small programs that give way to the next one, a
 * millisecond each.
 */
final class Wrapper {

    /**
     * Arguments: how many control groups, their files, three limits ({@code -} is none), the
     * program.
     */
    private static final String SCRIPT =
            """
            n=$1; shift
            while [ "$n" -gt 0 ]; do
              echo $$ > "$1" || exit 126
              shift; n=$((n-1))
            done
            ulimit -c 0
            [ "$1" = - ] || ulimit -f "$1"
            [ "$2" = - ] || ulimit -v "$2"
            [ "$3" = - ] || ulimit -u "$3" 2>/dev/null || ulimit -p "$3"
            shift 3
            exec "$@"
            """;

    /** The unit of {@code ulimit -f}. */
    private static final long BLOCK = 512;

    private static final long KIB = 1024;

    private final Optional<Path> setsid;
    private final Optional<Path> setpriv;

    private Wrapper(Optional<Path> setsid, Optional<Path> setpriv) {
        this.setsid = setsid;
        this.setpriv = setpriv;
    }

    /** With the tools of this machine. */
    static Wrapper ofMachine() {
        return new Wrapper(tool("setsid"), tool("setpriv"));
    }

    private static Optional<Path> tool(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether a program gets a session of its own, by which its processes are known. */
    boolean separates() {
        return setsid.isPresent();
    }

    /**
     * @param doors files of control groups that take the process id
     * @param forks processes that the user may have altogether; 0 is no limit
     */
    List<String> words(Program program, List<Path> doors, Limits limits, long forks) {
        List<String> words = new ArrayList<>();
        setsid.ifPresent(tool -> words.add(tool.toString()));
        setpriv.ifPresent(tool ->
                words.addAll(List.of(tool.toString(), "--pdeathsig", "KILL", "--no-new-privs")));
        words.addAll(List.of("/bin/sh", "-c", SCRIPT, "joch"));
        words.add(Integer.toString(doors.size()));
        doors.forEach(door -> words.add(door.toString()));
        words.add(limit(limits.fileBytes(), BLOCK));
        words.add(limit(program.addressSpace(), KIB));
        words.add(limit(forks, 1));
        words.addAll(program.words());
        return words;
    }

    private static String limit(long amount, long unit) {
        return amount == 0 ? "-" : Long.toString(Math.max(1, amount / unit));
    }
}
