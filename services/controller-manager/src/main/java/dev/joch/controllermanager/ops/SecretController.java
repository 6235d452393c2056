package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.SecretSource;
import dev.joch.resource.v1alpha1.SecretSpec;
import dev.joch.resource.v1alpha1.SecretStatus;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a secret is to be found. Its value is never read here. */
public final class SecretController implements KindController {

    /** Set by whoever changed the value at its source; without it the record's own age counts. */
    public static final String ROTATED_AT = "joch.dev/rotated-at";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern GCP =
            Pattern.compile("projects/[^/]+/secrets/[^/]+(/versions/[^/]+)?");

    @Override
    public String kind() {
        return "Secret";
    }

    @Override
    public Look look(Subject subject) {
        SecretSpec spec = subject.spec(SecretSpec.class);
        StatusDraft draft = subject.draft();
        ValidateReferences.into(draft, subject.references());
        Optional<String> fault = fault(spec.getSource());
        draft.is(
                "SourceValid",
                fault.isEmpty(),
                fault.isEmpty() ? "WellFormed" : "SourceInvalid",
                fault.orElse(""));
        SecretStatus.Builder fields = draft.fields(SecretStatus.Builder.class);
        if (fault.isPresent()) {
            fields.clearRotationDueAt();
            draft.phase("Failed").ready(false, "SourceInvalid", fault.get());
            return Look.at(draft);
        }
        int days = spec.getRotation().getIntervalDays();
        if (days == 0 || spec.getRotation().getPolicy().equals("manual")) {
            fields.clearRotationDueAt();
            draft.phase("Ready").ready(true, "Declared", "");
            return Look.at(draft);
        }
        Instant due = rotated(subject).plus(Duration.ofDays(days));
        fields.setRotationDueAt(Retention.timestamp(due));
        if (due.isAfter(subject.now())) {
            draft.phase("Ready").ready(true, "Declared", "");
            return Look.at(draft).again(Retention.until(due, subject.now()));
        }
        draft.phase("RotationDue")
                .ready(
                        true,
                        "RotationDue",
                        "change it at its source, then set the annotation " + ROTATED_AT);
        return Look.at(draft);
    }

    private static Instant rotated(Subject subject) {
        String text = subject.resource().getMetadata().getAnnotationsOrDefault(ROTATED_AT, "");
        Instant created = Retention.created(subject.resource());
        try {
            return text.isEmpty() ? created : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return created;
        }
    }

    static Optional<String> fault(SecretSource source) {
        String name = source.getName();
        return switch (source.getType()) {
            case "env" ->
                    VARIABLE.matcher(name).matches()
                            ? Optional.empty()
                            : Optional.of("spec.source.name is not the name of a variable");
            case "kubernetes" ->
                    source.getKey().isEmpty()
                            ? Optional.of("spec.source.key is missing")
                            : Optional.empty();
            case "gcp-secret-manager" ->
                    GCP.matcher(name).matches()
                            ? Optional.empty()
                            : Optional.of(
                                    "spec.source.name is projects/<project>/secrets/<secret>");
            case "vault", "aws-secrets-manager", "azure-key-vault" ->
                    name.isBlank() ? Optional.of("spec.source.name is empty") : Optional.empty();
            default -> Optional.of("spec.source.type " + source.getType() + " is not known");
        };
    }
}
