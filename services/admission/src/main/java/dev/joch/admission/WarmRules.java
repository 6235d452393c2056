package dev.joch.admission;

import dev.joch.admission.rules.SchemaRules;
import dev.joch.service.process.ServicePart;

/**
 * Reads the constraints of all kinds while the rest of the process starts, so that the first review
 * does not wait for them.
 */
final class WarmRules implements ServicePart {

    private final SchemaRules schema;
    private volatile boolean closed;

    WarmRules(SchemaRules schema) {
        this.schema = schema;
    }

    @Override
    public String name() {
        return "constraints";
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public void start() {
        // compiling does not block: on a virtual thread it would take a carrier from the calls
        Thread.ofPlatform()
                .daemon()
                .name("warm-constraints")
                .start(() -> schema.warm(() -> closed));
    }

    @Override
    public void close() {
        closed = true;
    }
}
