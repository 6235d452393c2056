package dev.joch.service.telemetry;

import dev.joch.service.process.ServicePart;

/** Sends the last spans of runs while the mesh is still there. */
public final class FlushRunSpans implements ServicePart {

    private final Telemetry telemetry;

    public FlushRunSpans(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public String name() {
        return "spans of runs";
    }

    /** After the mesh and before everything that makes spans. */
    @Override
    public int order() {
        return 101;
    }

    @Override
    public void start() {
        // they go by themselves
    }

    @Override
    public void close() {
        telemetry.flush();
    }
}
