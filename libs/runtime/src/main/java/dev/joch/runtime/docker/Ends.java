package dev.joch.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;

import dev.joch.runtime.State;

/** How a container ended, in the words of every runtime. */
final class Ends {

    static final State.Ended LOST = new State.Ended(-1, State.Cause.LOST);

    /** Signals have numbers up to this one. */
    private static final int SIGNALS = 64;

    private Ends() {}

    static State.Ended of(ContainerState state) {
        Long code = state.getExitCodeLong();
        if (code == null || "dead".equals(state.getStatus())) {
            return LOST;
        }
        int status = code.intValue();
        if (status != 0 && Boolean.TRUE.equals(state.getOOMKilled())) {
            return new State.Ended(status, State.Cause.OUT_OF_MEMORY);
        }
        boolean signalled = status > 128 && status <= 128 + SIGNALS;
        return new State.Ended(status, signalled ? State.Cause.KILLED : State.Cause.EXITED);
    }
}
