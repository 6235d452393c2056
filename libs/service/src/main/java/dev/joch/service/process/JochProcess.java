package dev.joch.service.process;

import dev.joch.service.config.ConfigFiles;
import dev.joch.service.config.KnownKeys;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running process: one Micronaut context with the parts of its services, started in order and
 * stopped in the opposite one.
 */
public final class JochProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JochProcess.class);

    /** Have keys of their own; those that no service here uses are not on the class path. */
    private static final List<String> LIBRARIES = List.of("service", "events");

    private final ApplicationContext context;
    private final List<ServicePart> started = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private JochProcess(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts the services.
     *
     * @param services names whose {@code joch-<service>.yml} is read; those of libraries are read
     *     too
     * @param files configuration files of the operator, later ones win
     * @param overrides keys that win over all files and the environment
     */
    public static JochProcess start(
            List<String> services, List<Path> files, Map<String, Object> overrides) {
        ApplicationContextBuilder builder =
                ApplicationContext.builder()
                        .deduceEnvironment(false)
                        .deduceCloudEnvironment(false)
                        .banner(false)
                        .mainClass(JochProcess.class);
        List<Map<String, Object>> defaults = new ArrayList<>();
        for (String service : with(ConfigFiles.libraries(LIBRARIES), services)) {
            Map<String, Object> keys = ConfigFiles.defaults(service);
            defaults.add(keys);
            builder.propertySources(ConfigFiles.source("defaults-" + service, keys, -1000));
        }
        KnownKeys known = new KnownKeys(defaults);
        int position = -900;
        for (Path file : files) {
            Map<String, Object> keys = ConfigFiles.file(file);
            known.check(file.toString(), keys.keySet());
            builder.propertySources(ConfigFiles.source(file.toString(), keys, position++));
        }
        known.check("start", overrides.keySet());
        Map<String, Object> last = new LinkedHashMap<>(overrides);
        // a class path may hold more services than this process is for
        services.forEach(service -> last.put("joch-runs." + service, true));
        builder.propertySources(ConfigFiles.source("start", last, 1000));
        JochProcess process = new JochProcess(builder.start());
        try {
            process.startParts();
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
        return process;
    }

    private static List<String> with(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private void startParts() {
        List<ServicePart> parts = new ArrayList<>(context.getBeansOfType(ServicePart.class));
        parts.sort(Comparator.comparingInt(ServicePart::order));
        for (ServicePart part : parts) {
            part.start();
            started.addFirst(part);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All of that type, as there is one endpoint for each service that is offered. */
    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(context.getBeansOfType(type));
    }

    /** Waits until somebody stops the process. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /**
     * Stops on SIGTERM and SIGINT, finishing what is under way.
     *
     * @param whole stops this process and everything around it
     */
    public JochProcess closeOnExit(Runnable whole) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(whole));
        return this;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (ServicePart part : started) {
            try {
                part.close();
            } catch (RuntimeException | Error e) {
                // the parts below still have something to finish
                LOG.warn("{} did not stop cleanly", part.name(), e);
            }
        }
        context.close();
        ended.countDown();
    }
}
