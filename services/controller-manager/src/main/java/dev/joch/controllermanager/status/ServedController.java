package dev.joch.controllermanager.status;

import java.util.Set;

/**
 * A record that a service of its own moves. Here it is said what it lacks, and whether it is done.
 */
public final class ServedController implements KindController {

    private final String kind;
    private final String done;
    private final Set<String> broken;
    private final String server;

    /**
     * @param done phase in which it can be used
     * @param broken phases that somebody has to do something about
     * @param server who moves it, in words
     */
    public ServedController(String kind, String done, Set<String> broken, String server) {
        this.kind = kind;
        this.done = done;
        this.broken = Set.copyOf(broken);
        this.server = server;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        if (!ValidateReferences.into(draft, subject.references())) {
            draft.phase("Failed").ready(false, "ReferenceMissing", "see ReferencesResolved");
            return Look.at(draft);
        }
        // what the service said stays; what was said here is over
        if (draft.phase().isEmpty() || draft.reason("Stalled").equals("ReferenceMissing")) {
            draft.phase("Pending");
        }
        String phase = draft.phase();
        String words = "the phase is the word of " + server;
        if (phase.equals(done) || broken.contains(phase)) {
            draft.ready(phase.equals(done), phase, words);
        } else {
            draft.underWay(phase, words);
        }
        return Look.at(draft);
    }
}
