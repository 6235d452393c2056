package dev.joch.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;

import dev.joch.runtime.Marks;
import dev.joch.runtime.RuntimeAdapter;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Hears what the engine tells of containers; an engine that went away is heard again later. */
final class EngineEvents implements RuntimeAdapter.Watch {

    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DockerClient client;
    private final Map<String, String> labels;
    private final Consumer<String> changed;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Hearing hearing;

    EngineEvents(DockerClient client, String installation, Consumer<String> changed) {
        this.client = client;
        this.labels = Map.of(Marks.INSTALLATION, installation);
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                Hearing now = new Hearing();
                hearing = now;
                client.eventsCmd()
                        .withEventTypeFilter("container")
                        .withLabelFilter(labels)
                        .exec(now);
                now.awaitCompletion();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException away) {
                LOG.debug("the engine tells nothing; heard again shortly", away);
            }
            if (!closed) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private final class Hearing extends ResultCallback.Adapter<Event> {
        @Override
        public void onNext(Event event) {
            EventActor actor = event.getActor();
            Map<String, String> facts = actor == null ? null : actor.getAttributes();
            String workload = facts == null ? null : facts.get(Marks.WORKLOAD);
            if (workload != null) {
                changed.accept(workload);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Hearing now = hearing;
        if (now != null) {
            try {
                now.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
