package dev.joch.events;

import dev.joch.events.direct.DirectTransport;

class DirectTransportTest extends EventTransportContract {

    @Override
    EventTransport transport() {
        return new DirectTransport(TestConfig.direct(), TestConfig.metrics());
    }
}
