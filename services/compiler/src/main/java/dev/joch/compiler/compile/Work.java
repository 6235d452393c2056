package dev.joch.compiler.compile;

import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Outcome;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

/** One target on its way. */
final class Work {

    private final int number;
    private final Target target;
    private final Resource agent;
    private volatile @Nullable Outcome outcome;

    /**
     * @param number of the target in the request
     */
    Work(int number, Target target, Resource agent) {
        this.number = number;
        this.target = target;
        this.agent = agent;
    }

    void compile(CompileAgent core, ViewShelf shelf) {
        outcome = core.compile(agent, target.environment(), shelf);
    }

    int number() {
        return number;
    }

    Target target() {
        return target;
    }

    Resource agent() {
        return agent;
    }

    Outcome outcome() {
        Outcome made = outcome;
        if (made == null) {
            throw new IllegalStateException("not compiled yet");
        }
        return made;
    }
}
