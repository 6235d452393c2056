package dev.joch.controllermanager.agent;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Subject;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.SQLException;
import java.util.List;

/** Looks as another controller does, once the policy engine has the record: it decides by it. */
public record ToldToEngine(EngineDoor engine, KindController controller) implements KindController {

    @Override
    public String kind() {
        return controller.kind();
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        engine.distribute(subject.resource());
        return controller.look(subject);
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        engine.remove(key, revision);
        controller.gone(key, revision);
    }

    @Override
    public List<ResourceKey> beside(ResourceKey key) {
        return controller.beside(key);
    }

    @Override
    public boolean hearsStatus() {
        return controller.hearsStatus();
    }

    @Override
    public boolean looksUpReferences() {
        return controller.looksUpReferences();
    }
}
