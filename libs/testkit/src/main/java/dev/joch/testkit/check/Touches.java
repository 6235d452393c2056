package dev.joch.testkit.check;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes that no client made: Joch's own, of a status. They give a resource a new version and leave
 * its value. Nobody told when they happened, so that only the log knows of them.
 */
final class Touches {

    private static final String WRITER = "joch";

    private Touches() {}

    static List<Operation> in(History history) {
        Map<String, Sighting> latest = new HashMap<>();
        List<Operation> touches = new ArrayList<>();
        for (Sighting change : history.changes()) {
            @Nullable Sighting before = latest.put(change.key(), change);
            if (before != null
                    && change.type() == Sighting.Type.MODIFIED
                    && before.type() != Sighting.Type.DELETED
                    && before.value().equals(change.value())) {
                touches.add(touch(before.revision(), change));
            }
        }
        return touches;
    }

    private static Operation touch(long expected, Sighting change) {
        return new Operation(
                -change.revision(),
                WRITER,
                RegisterModel.TOUCH,
                change.key(),
                Map.of("version", "" + expected),
                0,
                Long.MAX_VALUE,
                Answer.OK,
                Map.of("version", "" + change.revision()));
    }
}
