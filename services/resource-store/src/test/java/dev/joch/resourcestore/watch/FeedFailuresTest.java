package dev.joch.resourcestore.watch;

import static dev.joch.resourcestore.Requests.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong in the feed stays where it went wrong. */
final class FeedFailuresTest {

    private final Desk desk = new Desk(Stores.memory());

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aWatchThatCannotJudgeAChangeFailsAlone() {
        Selection broken =
                new Selection(
                        null,
                        Set.of(),
                        Set.of(),
                        resource -> {
                            throw new IllegalStateException("cannot judge");
                        });
        Watcher watcher = new Watcher(broken, 10, Thread.currentThread());
        desk.window.join(watcher, 0, 5);
        desk.put(agent("a", "one"));
        assertEquals(1, desk.window.end());
        assertInstanceOf(ServiceProblem.Internal.class, watcher.cutBy().orElseThrow());
    }

    @Test
    void theFeedGoesOnAfterAnError() {
        AtomicInteger looks = new AtomicInteger();
        ResourceStore flaky =
                (ResourceStore)
                        Proxy.newProxyInstance(
                                ResourceStore.class.getClassLoader(),
                                new Class<?>[] {ResourceStore.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("changesAfter")
                                            && looks.incrementAndGet() == 1) {
                                        throw new NoClassDefFoundError("once");
                                    }
                                    try {
                                        return method.invoke(desk.store, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        Window window = new Window(100, 1 << 20);
        try (FollowLog feed = new FollowLog(flaky, window, Duration.ofMillis(10))) {
            feed.start();
            desk.put(agent("a", "one"));
            Await.until("the window has it", Duration.ofSeconds(10), () -> window.end() == 1);
        }
    }
}
