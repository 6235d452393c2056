package dev.joch.agbom.content;

import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

/** Names of secrets that anything in the bill uses. Never a value, never where the value lives. */
final class Secrets {

    private static final String KIND = "Secret";

    private Secrets() {}

    static void list(Ingredients from, Draft draft, String agent) {
        if (!from.lists(Section.SECRETS)) {
            return;
        }
        for (Resource user : from.resources().values()) {
            String namespace = user.getMetadata().getNamespace();
            String identity =
                    Entry.identity(
                            user.getKind(),
                            user.getKind().equals("Model")
                                    ? Models.name(user)
                                    : draft.placed(namespace, user.getMetadata().getName()));
            if (!draft.has(identity)) {
                continue;
            }
            for (Reference reference : References.of(user)) {
                if (reference.kind().equals(KIND)) {
                    String secret = secret(from, draft, namespace, reference);
                    draft.linkTo(draft.ref(identity), Entry.identity(KIND, secret));
                    draft.linkTo(agent, Entry.identity(KIND, secret));
                }
            }
        }
    }

    private static String secret(
            Ingredients from, Draft draft, String namespace, Reference reference) {
        ResourceKey key =
                ResourceKeys.candidates(from.agent().getTenant(), namespace, reference).stream()
                        .filter(from.resources()::containsKey)
                        .findFirst()
                        .orElseGet(() ->
                                ResourceKeys.of(
                                        from.agent().getTenant(),
                                        KIND,
                                        reference.namespace() == null
                                                ? namespace
                                                : reference.namespace(),
                                        reference.name()));
        String placed = draft.placed(key.getNamespace(), key.getName());
        draft.add(Entry.of(Shape.DATA, KIND, key.getName()).as("urn:secret:" + placed, placed));
        return placed;
    }
}
