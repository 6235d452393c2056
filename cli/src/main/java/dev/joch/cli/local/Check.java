package dev.joch.cli.local;

/**
 * One thing that has to be right.
 *
 * @param fix what to do about it; empty when it is fine
 */
record Check(String name, State state, String finding, String fix) {

    enum State {
        FINE,
        DOUBTFUL,
        WRONG
    }

    static Check fine(String name, String finding) {
        return new Check(name, State.FINE, finding, "");
    }

    static Check doubtful(String name, String finding, String fix) {
        return new Check(name, State.DOUBTFUL, finding, fix);
    }

    static Check wrong(String name, String finding, String fix) {
        return new Check(name, State.WRONG, finding, fix);
    }
}
