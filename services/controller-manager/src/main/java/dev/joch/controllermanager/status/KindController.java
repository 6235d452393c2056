package dev.joch.controllermanager.status;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What is particular about one kind. */
public interface KindController {

    String kind();

    /**
     * Looks at a record that is there, makes its wish true as far as it can, and says what it saw.
     */
    Look look(Subject subject) throws SQLException;

    /** The record is gone or going: whatever was made for it goes, too. */
    default void gone(ResourceKey key, long revision) {}

    /** Who has to do without a record that is gone, beside those who depend on it. */
    default Set<ResourceKey> missing(ResourceKey key) throws SQLException {
        return Set.of();
    }

    /** Whether what others write into the status matters. */
    default boolean hearsStatus() {
        return false;
    }

    /** What is read together with a record of that name, beside what it refers to. */
    default List<ResourceKey> beside(ResourceKey key) {
        return List.of();
    }

    /** Whether the references are looked up before. The compiler does it for agents. */
    default boolean looksUpReferences() {
        return true;
    }
}
