package dev.joch.admission.rules;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;

import java.util.function.BooleanSupplier;

/** The constraints of the contract, said in the words of the YAML. */
public final class SchemaRules {

    /**
     * Most constraints are limits and word lists. Written in Java they are ready sooner and run
     * faster than compiled from CEL.
     */
    private final Validator validator =
            ValidatorFactory.newBuilder()
                    .withConfig(Config.newBuilder().setEnableNativeRules(true).build())
                    .build();

    public void check(Draft draft, Findings findings) {
        if (draft.kind() == null) {
            return;
        }
        if (draft.spec().isEmpty()) {
            if (draft.incomplete()) {
                return;
            }
            if (draft.given().hasSpec()
                    && !draft.given().getSpec().equals(Any.getDefaultInstance())) {
                findings.error(
                        draft,
                        Reason.WRONG_TYPE,
                        "spec",
                        "the spec is not one of kind " + draft.kind().kind(),
                        "pack a " + draft.kind().spec().fullName());
                return;
            }
            findings.error(
                    draft,
                    Reason.SPEC_MISSING,
                    "spec",
                    "`spec` is missing: it says what the " + draft.kind().kind() + " is",
                    "joch explain " + draft.kind().singular() + ".spec shows its fields");
            return;
        }
        for (Violation violation : violations(draft.spec().get()).getViolations()) {
            ViolationWords words = ViolationWords.of(violation, draft.kind());
            findings.error(draft, words.reason(), words.field(), words.message(), words.fix());
        }
    }

    /**
     * Compiles the constraints of every kind; a review that comes meanwhile compiles what it needs
     * itself.
     */
    public void warm(BooleanSupplier enough) {
        for (Kind kind : Kinds.all()) {
            if (enough.getAsBoolean()) {
                return;
            }
            violations(kind.spec().newBuilder().buildPartial());
        }
    }

    private ValidationResult violations(Message spec) {
        try {
            return validator.validate(spec);
        } catch (ValidationException e) {
            // the contract's own tests compile every constraint, so this is a bug of ours
            throw new IllegalStateException(
                    "the constraints of "
                            + spec.getDescriptorForType().getFullName()
                            + " do not run",
                    e);
        }
    }
}
