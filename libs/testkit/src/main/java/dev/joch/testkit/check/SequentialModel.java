package dev.joch.testkit.check;

import dev.joch.testkit.history.Operation;

import java.util.Optional;

/**
 * What a system does when only one operation runs at a time.
 *
 * @param <S> its state, with equality by value
 */
public interface SequentialModel<S> {

    S initial();

    /**
     * The state after the operation; empty when the operation could not have been answered like
     * that in this state. An operation whose answer is unknown is possible in every state.
     */
    Optional<S> step(S state, Operation operation);
}
