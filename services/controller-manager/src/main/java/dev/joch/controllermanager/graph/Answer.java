package dev.joch.controllermanager.graph;

import java.sql.SQLException;

/** What came of something that was to be remembered. */
sealed interface Answer {

    /**
     * It is.
     *
     * @param woken whether anybody was woken by it, or by what was written with it
     */
    record Written(boolean woken) implements Answer {}

    /** It is not. */
    record Refused(SQLException why) implements Answer {}
}
