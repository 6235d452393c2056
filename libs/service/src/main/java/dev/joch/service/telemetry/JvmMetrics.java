package dev.joch.service.telemetry;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;

import org.jspecify.annotations.Nullable;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Heap, threads and collections under the names of OpenTelemetry's conventions. The beans of the
 * JVM are asked for only when somebody reads: making them costs a start more than all the rest
 * here.
 */
final class JvmMetrics {

    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("jvm.memory.type");
    private static final AttributeKey<String> POOL = AttributeKey.stringKey("jvm.memory.pool.name");
    private static final AttributeKey<String> COLLECTOR = AttributeKey.stringKey("jvm.gc.name");
    private static final AttributeKey<String> ACTION = AttributeKey.stringKey("jvm.gc.action");
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicBoolean listening = new AtomicBoolean();
    private final DoubleHistogram collections;

    private JvmMetrics(Meter meter) {
        this.collections =
                meter.histogramBuilder("jvm.gc.duration")
                        .setUnit("s")
                        .setDescription("Duration of garbage collections since the first reading")
                        .build();
    }

    static void in(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter(Telemetry.SCOPE);
        JvmMetrics metrics = new JvmMetrics(meter);
        memory(meter, metrics, "jvm.memory.used", MemoryUsage::getUsed);
        memory(meter, metrics, "jvm.memory.committed", MemoryUsage::getCommitted);
        memory(meter, metrics, "jvm.memory.limit", MemoryUsage::getMax);
        meter.upDownCounterBuilder("jvm.memory.used_after_last_gc")
                .setUnit("By")
                .buildWithCallback(out -> {
                    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                        observe(out, pool, pool.getCollectionUsage(), MemoryUsage::getUsed);
                    }
                });
        meter.upDownCounterBuilder("jvm.thread.count")
                .setUnit("{thread}")
                .buildWithCallback(
                        out -> out.record(ManagementFactory.getThreadMXBean().getThreadCount()));
        meter.upDownCounterBuilder("jvm.class.count")
                .setUnit("{class}")
                .buildWithCallback(out ->
                        out.record(
                                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
        meter.counterBuilder("jvm.cpu.time")
                .ofDoubles()
                .setUnit("s")
                .buildWithCallback(out -> out.record(system().getProcessCpuTime() / NANOS));
        meter.gaugeBuilder("jvm.cpu.recent_utilization")
                .setUnit("1")
                .buildWithCallback(out -> out.record(Math.max(0, system().getProcessCpuLoad())));
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static void memory(
            Meter meter, JvmMetrics metrics, String name, ToLongFunction<MemoryUsage> part) {
        meter.upDownCounterBuilder(name)
                .setUnit("By")
                .buildWithCallback(out -> {
                    metrics.listen();
                    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                        observe(out, pool, pool.getUsage(), part);
                    }
                });
    }

    private static void observe(
            ObservableLongMeasurement out,
            MemoryPoolMXBean pool,
            @Nullable MemoryUsage usage,
            ToLongFunction<MemoryUsage> part) {
        // a pool that has no limit says -1
        if (usage != null && part.applyAsLong(usage) >= 0) {
            out.record(
                    part.applyAsLong(usage),
                    Attributes.of(
                            TYPE,
                            pool.getType() == MemoryType.HEAP ? "heap" : "non_heap",
                            POOL,
                            pool.getName()));
        }
    }

    private void listen() {
        if (!listening.compareAndSet(false, true)) {
            return;
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, nothing) -> collected(notification.getUserData()),
                        notification ->
                                notification
                                        .getType()
                                        .equals(
                                                GarbageCollectionNotificationInfo
                                                        .GARBAGE_COLLECTION_NOTIFICATION),
                        null);
            }
        }
    }

    private void collected(Object data) {
        GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData) data);
        collections.record(
                info.getGcInfo().getDuration() / MILLIS,
                Attributes.of(COLLECTOR, info.getGcName(), ACTION, info.getGcAction()));
    }
}
