package dev.joch.resource.text;

/**
 * Counts what a request has used up of its limits while trees are read, and ends the reading when
 * it is too much.
 */
final class Budget {
    private final DecodeLimits limits;
    private final Findings findings;
    private int nodes;
    private int aliased;

    Budget(DecodeLimits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    DecodeLimits limits() {
        return limits;
    }

    /** A node begins at this depth. */
    void spend(int depth, int line, int column) {
        nodes++;
        if (nodes > limits.nodes()) {
            throw findings.stop(
                    DecodeReason.TOO_LARGE,
                    line,
                    column,
                    "the request holds more than " + limits.nodes() + " values",
                    "split it into several requests");
        }
        if (depth > limits.depth()) {
            throw tooDeep(line, column);
        }
    }

    /** An alias stands for this node. */
    void spendAlias(Node target, int depth, int line, int column) {
        if (depth + target.height() > limits.depth()) {
            throw tooDeep(line, column);
        }
        aliased += target.weight();
        if (aliased > limits.aliasedNodes()) {
            throw findings.stop(
                    DecodeReason.ALIAS_BOMB,
                    line,
                    column,
                    "aliases stand for more than " + limits.aliasedNodes() + " values",
                    "write the values out where they are needed");
        }
    }

    void checkScalar(int length, int line, int column) {
        if (length > limits.scalarLength()) {
            findings.error(
                    DecodeReason.TOO_LARGE,
                    line,
                    column,
                    "",
                    "the value is longer than " + limits.scalarLength() + " characters",
                    "keep large content outside and refer to it");
            throw Stopped.document();
        }
    }

    void checkKey(int length, int line, int column) {
        if (length > limits.keyLength()) {
            findings.error(
                    DecodeReason.TOO_LARGE,
                    line,
                    column,
                    "",
                    "the key is longer than " + limits.keyLength() + " characters",
                    "shorten it");
            throw Stopped.document();
        }
    }

    void checkKeys(int keys, int line, int column) {
        if (keys > limits.keys()) {
            findings.error(
                    DecodeReason.TOO_LARGE,
                    line,
                    column,
                    "",
                    "the object has more than " + limits.keys() + " fields",
                    "split it");
            throw Stopped.document();
        }
    }

    private Stopped tooDeep(int line, int column) {
        findings.error(
                DecodeReason.TOO_DEEP,
                line,
                column,
                "",
                "values are nested deeper than " + limits.depth() + " levels",
                "flatten the document");
        return Stopped.document();
    }
}
