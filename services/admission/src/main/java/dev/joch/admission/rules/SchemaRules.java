package dev.joch.admission.rules;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Message;
import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;

/** The constraints of the contract, said in the words of the YAML. */
public final class SchemaRules {

    private final Validator validator = ValidatorFactory.newBuilder().build();

    public void check(Draft draft, Findings findings) {
        if (draft.kind() == null) {
            return;
        }
        if (draft.spec().isEmpty()) {
            findings.error(
                    draft,
                    Reason.SPEC_MISSING,
                    "spec",
                    "a " + draft.resource().getKind() + " says in spec what it is",
                    "joch explain " + draft.kind().singular() + ".spec shows its fields");
            return;
        }
        for (Violation violation : violations(draft.spec().get()).getViolations()) {
            ViolationWords words = ViolationWords.of(violation, draft.spec().get().getDescriptorForType());
            findings.error(draft, words.reason(), words.field(), words.message(), words.fix());
        }
    }

    private ValidationResult violations(Message spec) {
        try {
            return validator.validate(spec);
        } catch (ValidationException e) {
            // the contract's own tests compile every constraint, so this is a bug of ours
            throw new IllegalStateException(
                    "the constraints of " + spec.getDescriptorForType().getFullName() + " do not run", e);
        }
    }
}
