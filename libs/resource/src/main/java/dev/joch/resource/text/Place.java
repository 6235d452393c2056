package dev.joch.resource.text;

/** Which field, and where to point when something is wrong with it. */
record Place(Trail trail, int line, int column) {

    static Place of(Node root) {
        return new Place(Trail.ROOT, root.line(), root.column());
    }

    Place entry(Node.Entry entry) {
        return new Place(trail.field(entry.key()), entry.valueLine(), entry.valueColumn());
    }

    /** The key itself, not what it holds. */
    Place key(Node.Entry entry) {
        return new Place(trail.field(entry.key()), entry.line(), entry.column());
    }

    /** A field that is not there. */
    Place missing(String... keys) {
        Trail missing = trail;
        for (String key : keys) {
            missing = missing.field(key);
        }
        return new Place(missing, line, column);
    }

    Place item(int index, Node item) {
        return new Place(trail.item(index), item.line(), item.column());
    }

    void error(Findings findings, DecodeReason reason, String message, String fix) {
        findings.error(reason, line, column, trail.toString(), message, fix);
    }

    void warning(Findings findings, DecodeReason reason, String message, String fix) {
        findings.warning(reason, line, column, trail.toString(), message, fix);
    }
}
