package dev.joch.apiserver.access;

import dev.joch.service.problem.Problem;

/** Hears of calls whose caller could not be established, so that they are on record too. */
@FunctionalInterface
public interface RefusedCalls {

    void refused(String verb, String rpc, String requestId, String peer, Problem problem);
}
