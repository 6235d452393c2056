package dev.joch.policy.export;

import java.util.List;

/**
 * A policy in another language.
 *
 * @param text empty when something is refused
 * @param refusals what the language cannot say
 */
public record Translation(String text, List<Refusal> refusals) {

    public Translation {
        refusals = List.copyOf(refusals);
    }
}
