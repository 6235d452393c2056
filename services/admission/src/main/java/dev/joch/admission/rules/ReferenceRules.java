package dev.joch.admission.rules;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.admission.rules.Resolution.Target;
import dev.joch.resource.field.Reference;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.kind.Nearest;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.Optional;

/** References lead somewhere. */
public final class ReferenceRules {

    /** As many as the store keeps for one resource. */
    private static final int MOST_REFERENCES = 2000;

    private final Resolution resolution;
    private final boolean complete;

    /**
     * @param complete whether what the resolution does not know does not exist
     */
    public ReferenceRules(Resolution resolution, boolean complete) {
        this.resolution = resolution;
        this.complete = complete;
    }

    public void check(Draft draft, Findings findings) {
        if (draft.references().size() > MOST_REFERENCES) {
            findings.error(
                    draft,
                    Reason.TOO_MANY_REFERENCES,
                    "spec",
                    Words.count(draft.references().size(), "reference") + " are too many",
                    "keep at most " + MOST_REFERENCES + "; split what the resource does");
            return;
        }
        for (Reference reference : draft.references()) {
            if (reference.name().isEmpty() || Kinds.named(reference.kind()).isEmpty()) {
                // the contract's own constraints have said so
                continue;
            }
            Optional<Target> target = resolution.resolve(draft, reference);
            if (target.isEmpty()) {
                missing(draft, reference, findings);
            } else {
                provider(draft, reference, target.get().resource(), findings);
            }
        }
    }

    private void missing(Draft draft, Reference reference, Findings findings) {
        String what = reference.kind() + " " + reference.name();
        if (findings.full()) {
            // it counts, but nobody will read the suggestion
            findings.error(draft, Reason.REFERENCE_MISSING, reference.path(), "", "");
            return;
        }
        String near = suggestion(reference);
        if (!complete) {
            findings.warning(
                    draft,
                    Reason.REFERENCE_NOT_IN_BATCH,
                    reference.path(),
                    what
                            + " is not among these documents, and without a server nobody knows whether it exists",
                    near + "joch validate --server asks the server");
        } else if (reference.soft()) {
            findings.warning(
                    draft,
                    Reason.REFERENCE_UNRESOLVED,
                    reference.path(),
                    what + " does not exist" + where(draft, reference),
                    near + "apply it; until then whatever needs it is refused");
        } else {
            findings.error(
                    draft,
                    Reason.REFERENCE_MISSING,
                    reference.path(),
                    what + " does not exist" + where(draft, reference),
                    near + "apply it before, or in the same request");
        }
    }

    private String suggestion(Reference reference) {
        List<String> names = resolution.namesInBatch(reference.kind());
        if (names.contains(reference.name())) {
            return resolution
                    .namespaceInBatch(reference.kind(), reference.name())
                    .map(namespace -> "there is one in namespace " + namespace + "; ")
                    .orElse("");
        }
        return Words.didYouMean(Nearest.to(reference.name(), names));
    }

    private static String where(Draft draft, Reference reference) {
        var candidates = Resolution.candidates(draft, reference);
        if (candidates.isEmpty() || candidates.getFirst().getNamespace().isEmpty()) {
            return "";
        }
        return " in "
                + String.join(" or ", candidates.stream().map(key -> key.getNamespace()).toList());
    }

    private static void provider(
            Draft draft, Reference reference, Resource target, Findings findings) {
        if (reference.form() != Reference.Form.MODEL || reference.provider() == null) {
            return;
        }
        String provider = providerOf(target);
        if (!provider.isEmpty() && !provider.equals(reference.provider())) {
            findings.error(
                    draft,
                    Reason.MODEL_PROVIDER_MISMATCH,
                    reference.path(),
                    "Model "
                            + reference.name()
                            + " is of `"
                            + provider
                            + "`, not of `"
                            + reference.provider()
                            + "`",
                    "write " + provider + ":" + reference.name());
        }
    }

    private static String providerOf(Resource model) {
        try {
            return model.getSpec().is(ModelSpec.class)
                    ? model.getSpec().unpack(ModelSpec.class).getProvider()
                    : "";
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }
}
