package dev.joch.controllermanager.graph;

/** What somebody wants to be remembered, and why others may be woken by it. */
record Asked(Dependent dependent, Cause cause) {

    /** Two pictures of one record: the newer one is true. */
    static Asked newer(Asked one, Asked other) {
        return one.dependent().revision() > other.dependent().revision() ? one : other;
    }
}
