package dev.joch.apiserver.rest;

import java.util.Collection;
import java.util.Map;

/** Where a request goes. */
sealed interface Route {

    /** To an RPC, with the values of the variables in its path. */
    record Call(Binding binding, Map<String, String> variables) implements Route {}

    /** To a service that is not there yet. */
    record Planned(String service) implements Route {}

    /** Nowhere: only these methods lead somewhere from here. */
    record OtherMethods(Collection<String> allowed) implements Route {}

    /** Nowhere at all. */
    record Nowhere() implements Route {}
}
