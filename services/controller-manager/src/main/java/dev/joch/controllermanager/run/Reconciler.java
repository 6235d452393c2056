package dev.joch.controllermanager.run;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.SQLException;

/**
 * Makes the desired state of one record true and says so in its status.
 *
 * <p>It gets a name and no event, reads what is there now, may be called at any time and twice in a
 * row, and does not try again by itself: whatever it throws brings the key back later.
 */
public interface Reconciler {

    String kind();

    /** Whether what others write into the status matters to it. */
    boolean hearsStatus();

    /**
     * @param revision of the store that has to be seen at least
     */
    Outcome reconcile(ResourceKey key, long revision) throws SQLException;
}
