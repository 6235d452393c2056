package dev.joch.policy.rule;

import dev.joch.policy.fact.Fact;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Facts without which a condition cannot be true; those in a part that only CEL can say are not
 * told.
 */
public final class Needs {

    private Needs() {}

    public static Set<Fact> of(Condition condition) {
        return switch (condition) {
            case Condition.Compare compare -> Set.of(compare.fact().fact());
            case Condition.OneOf oneOf -> Set.of(oneOf.fact().fact());
            case Condition.Contains contains -> Set.of(contains.fact());
            case Condition.Has has -> Set.of(has.fact().fact());
            case Condition.All all -> {
                Set<Fact> facts = new LinkedHashSet<>();
                all.parts().forEach(part -> facts.addAll(of(part)));
                yield facts;
            }
            case Condition.Any any -> {
                Set<Fact> facts = new LinkedHashSet<>(of(any.parts().getFirst()));
                any.parts().forEach(part -> facts.retainAll(of(part)));
                yield facts;
            }
            case Condition.Not not -> negated(not.part());
            case Condition.Always always -> Set.of();
            case Condition.Broken broken -> Set.of();
            case Condition.Program program -> Set.of();
        };
    }

    /** What is false needs its facts as well, but one false part is enough. */
    private static Set<Fact> negated(Condition condition) {
        return switch (condition) {
            case Condition.All all -> {
                Set<Fact> facts = new LinkedHashSet<>(negated(all.parts().getFirst()));
                all.parts().forEach(part -> facts.retainAll(negated(part)));
                yield facts;
            }
            case Condition.Any any -> {
                Set<Fact> facts = new LinkedHashSet<>();
                any.parts().forEach(part -> facts.addAll(negated(part)));
                yield facts;
            }
            case Condition.Not not -> of(not.part());
            case Condition.Compare compare -> of(compare);
            case Condition.OneOf oneOf -> of(oneOf);
            case Condition.Contains contains -> of(contains);
            case Condition.Has has -> of(has);
            case Condition.Always always -> Set.of();
            case Condition.Broken broken -> Set.of();
            case Condition.Program program -> Set.of();
        };
    }
}
