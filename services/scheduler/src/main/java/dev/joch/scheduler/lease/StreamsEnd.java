package dev.joch.scheduler.lease;

import dev.joch.service.process.ServicePart;

/** Ends what would keep the mesh from stopping. Parts stop in the opposite order. */
public final class StreamsEnd implements ServicePart {

    private final Orders orders;
    private final LeaseDesk desk;

    public StreamsEnd(Orders orders, LeaseDesk desk) {
        this.orders = orders;
        this.desk = desk;
    }

    @Override
    public String name() {
        return "scheduler streams";
    }

    @Override
    public int order() {
        return 101;
    }

    @Override
    public void start() {
        // what is to be ended is begun by workers
    }

    @Override
    public void close() {
        desk.close();
        orders.sendAway();
    }
}
