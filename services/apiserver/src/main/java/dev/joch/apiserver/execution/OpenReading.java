package dev.joch.apiserver.execution;

import dev.joch.apiserver.access.TokenLife;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.resource.Rights;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;

/**
 * Somebody who reads what comes of a run, for as long as they may. Asks again now and then; every
 * piece passes it, and where nothing happens one comes now and then.
 */
final class OpenReading {

    /**
     * How long a client may take nothing; its stream ends then, and can go on from where it was.
     */
    static final Duration SLOW_CLIENT = Duration.ofSeconds(30);

    private final Rights rights;
    private final Duration recheck;
    private final Caller caller;
    private final ResourceKey run;
    private final TokenLife token = TokenLife.current();
    private long askedAt = System.nanoTime();

    /**
     * @param recheck how often it is asked whether the caller may still read it
     */
    OpenReading(Rights rights, Duration recheck, Caller caller, ResourceKey run) {
        this.rights = rights;
        this.recheck = recheck;
        this.caller = caller;
        this.run = run;
    }

    /** Throws when the caller may not read it any more. */
    void pass() {
        if (System.nanoTime() - askedAt < recheck.toNanos()) {
            return;
        }
        askedAt = System.nanoTime();
        token.ended()
                .ifPresent(problem -> {
                    throw new ProblemException(problem);
                });
        rights.check(caller, Verb.GET, run);
    }
}
