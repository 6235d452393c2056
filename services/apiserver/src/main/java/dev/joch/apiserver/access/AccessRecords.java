package dev.joch.apiserver.access;

import dev.joch.resource.v1alpha1.Resource;

/** Where the gate learns of Teams and Environments. */
public interface AccessRecords {

    /** What holds in a tenant now. Throws RIGHTS_UNAVAILABLE until the first complete reading. */
    TeamRights of(String tenant);

    /** Takes in what this process has just written, so that it reads its own writes. */
    void learn(Resource resource, boolean deleted);

    /** A place without any Team: only callers who need none get in. */
    static AccessRecords none() {
        return new AccessRecords() {
            @Override
            public TeamRights of(String tenant) {
                return TeamRights.NONE;
            }

            @Override
            public void learn(Resource resource, boolean deleted) {
                // nothing is looked up, so nothing can be out of date
            }
        };
    }
}
