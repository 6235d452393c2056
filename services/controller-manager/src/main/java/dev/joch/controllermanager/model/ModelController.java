package dev.joch.controllermanager.model;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.ModelStatus;

/** A model: ready when what it needs is there. Its health is what the router says. */
public final class ModelController implements KindController {

    @Override
    public String kind() {
        return "Model";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        ModelStatus.Builder fields = draft.fields(ModelStatus.Builder.class);
        if (fields.getHealth().isEmpty()) {
            fields.setHealth("Unknown");
        }
        String health = fields.getHealth();
        switch (health) {
            case "Healthy" -> draft.yes("Healthy", "Healthy", "");
            case "Unknown" -> draft.unknown("Healthy", "NotCalledYet", "");
            default -> draft.no("Healthy", health, "calls fail or are slow");
        }
        draft.phase(resolved ? "Ready" : "Failed").declared(resolved);
        return Look.at(draft);
    }
}
