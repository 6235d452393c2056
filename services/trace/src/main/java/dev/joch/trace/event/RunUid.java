package dev.joch.trace.event;

import dev.joch.trace.span.RunKey;

/**
 * Names a run for good.
 *
 * @param uid empty where nobody said it: the newest run of that name is meant
 */
public record RunUid(RunKey run, String uid) {}
