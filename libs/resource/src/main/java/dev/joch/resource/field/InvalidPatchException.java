package dev.joch.resource.field;

import dev.joch.common.v1.Diagnostic;

import java.util.List;

/**
 * A patch that cannot be applied: which of its operations fails, and what would be right. Nothing
 * of the patch was applied.
 */
public final class InvalidPatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of fault it is. */
    public enum Fault {
        /** The patch is no patch. */
        MALFORMED,
        /** It reaches for something that a patch may not change. */
        FORBIDDEN,
        /** It names a place that is not there. */
        NO_SUCH_PLACE,
        /**
         * A {@code test} found another value: the resource is not in the state that the caller
         * expected.
         */
        TEST_FAILED,
        /** It would grow the resource beyond all measure. */
        TOO_LARGE,
        /** What comes out is no valid resource; the diagnostics say why. */
        INVALID_RESULT
    }

    private final Fault fault;
    private final int operation;
    private final String path;
    private final String problem;
    private final String fix;
    private final transient List<Diagnostic> diagnostics;

    InvalidPatchException(Fault fault, int operation, String path, String problem, String fix) {
        this(fault, operation, path, problem, fix, List.of());
    }

    InvalidPatchException(
            Fault fault,
            int operation,
            String path,
            String problem,
            String fix,
            List<Diagnostic> diagnostics) {
        super(
                "%s%s: %s; %s"
                        .formatted(
                                operation < 0 ? "patch" : "operation " + operation,
                                path.isEmpty() ? "" : " at " + path,
                                problem,
                                fix));
        this.fault = fault;
        this.operation = operation;
        this.path = path;
        this.problem = problem;
        this.fix = fix;
        this.diagnostics = List.copyOf(diagnostics);
    }

    public Fault fault() {
        return fault;
    }

    /**
     * Index of the operation of a JSON patch, from 0; -1 for a merge patch or for the patch as a
     * whole.
     */
    public int operation() {
        return operation;
    }

    /** Place in the resource, as a JSON pointer. */
    public String path() {
        return path;
    }

    public String problem() {
        return problem;
    }

    public String fix() {
        return fix;
    }

    /** What is wrong with the result, for {@link Fault#INVALID_RESULT}. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
