package dev.joch.resourcestore.rules;

import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.Problem;

/** What one command of a group gets. */
public sealed interface WriteAnswer {

    record Accepted(WriteResponse response) implements WriteAnswer {}

    record Refused(Problem problem) implements WriteAnswer {}
}
