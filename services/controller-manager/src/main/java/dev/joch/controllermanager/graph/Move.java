package dev.joch.controllermanager.graph;

import dev.joch.controllermanager.queue.Wake;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** From what is remembered of a record to what it depends on now. Pure. */
record Move(Asked asked, Remembered before) {

    ResourceKey key() {
        return asked.dependent().key();
    }

    Cause cause() {
        return asked.cause();
    }

    /** Everything up to here was seen when its dependencies were found out. */
    long revision() {
        return asked.dependent().revision();
    }

    List<Edge> added() {
        return Edge.of(key(), without(asked.dependent().targets(), before.targets()));
    }

    List<Edge> removed() {
        return Edge.of(key(), without(before.targets(), asked.dependent().targets()));
    }

    /** Only of what has one: of agents whose scope moved. */
    Scope scopeNow() {
        return scope().orElseThrow();
    }

    boolean scopeMoved() {
        return moved(scope -> scope);
    }

    /** Other selectors may find it. */
    boolean labelsMoved() {
        return moved(Scope::labels);
    }

    /** Its bills say something else. */
    boolean manifestMoved() {
        return moved(Scope::manifest);
    }

    private Optional<Scope> scope() {
        return Optional.ofNullable(asked.dependent().scope());
    }

    private boolean moved(Function<Scope, Object> part) {
        return scope().isPresent() && !scope().map(part).equals(before.scope().map(part));
    }

    /** Adapters say how many agents are bound to them. */
    List<Wake> counts() {
        if (!key().getKind().equals("Agent")) {
            return List.of();
        }
        return Stream.concat(added().stream(), removed().stream())
                .map(Edge::to)
                .filter(target -> target.getKind().equals("FrameworkAdapter"))
                .map(cause()::counts)
                .toList();
    }

    private static Set<ResourceKey> without(Set<ResourceKey> all, Set<ResourceKey> these) {
        Set<ResourceKey> rest = new HashSet<>(all);
        rest.removeAll(these);
        return rest;
    }
}
