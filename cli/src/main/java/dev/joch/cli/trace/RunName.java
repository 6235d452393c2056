package dev.joch.cli.trace;

import dev.joch.cli.problem.FailureException;

import java.util.Set;

/** The name of a run as people write it: alone, or behind its kind. */
final class RunName {

    private static final Set<String> KINDS = Set.of("execution", "executions", "exec", "run");

    private RunName() {}

    static String of(String word) {
        int slash = word.indexOf('/');
        if (slash < 0) {
            return word;
        }
        if (!KINDS.contains(word.substring(0, slash)) || slash == word.length() - 1) {
            throw FailureException.usage(
                    "\"" + word + "\" is not a run", "for example exec/exec-06d2k7");
        }
        return word.substring(slash + 1);
    }
}
