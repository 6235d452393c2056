package dev.joch.worker;

import java.util.Map;

/** Programs on a machine that gives us no control groups. */
final class SessionProgramTest extends ProgramContract {

    @Override
    Map<String, Object> keys() {
        return Map.of("joch.worker.control-groups", false);
    }
}
