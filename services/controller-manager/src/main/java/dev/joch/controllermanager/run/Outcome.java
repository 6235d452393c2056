package dev.joch.controllermanager.run;

import java.time.Duration;

/** What came of looking at a key. */
public sealed interface Outcome {

    /** As desired, until something changes. */
    record Done() implements Outcome {}

    /** To be looked at again after that time even if nothing changes. */
    record RequeueAfter(Duration delay) implements Outcome {}

    /** There is no such record any more; what was made for it is gone. */
    record Gone() implements Outcome {}
}
