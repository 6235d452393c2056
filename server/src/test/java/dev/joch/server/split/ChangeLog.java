package dev.joch.server.split;

import dev.joch.testkit.history.Sighting;

import java.util.List;

/** What was committed to one key, as the store tells it afterwards. */
interface ChangeLog {

    /** All retained changes of the key, oldest first. */
    List<Sighting> changes(String key);
}
