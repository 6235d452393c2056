package dev.joch.controllermanager;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.catalogue.Finalizers;
import dev.joch.catalogue.StatusWrites;
import dev.joch.controllermanager.agent.EngineDoor;
import dev.joch.controllermanager.graph.GraphStore;
import dev.joch.controllermanager.job.JobRuns;
import dev.joch.controllermanager.queue.Backoff;
import dev.joch.controllermanager.queue.ResyncStore;
import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.rollout.DeploymentController;
import dev.joch.controllermanager.run.ControllerLoop;
import dev.joch.controllermanager.run.OwnStatuses;
import dev.joch.controllermanager.run.Reconciler;
import dev.joch.controllermanager.run.Resync;
import dev.joch.controllermanager.run.RunControllers;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.RecordReconciler;
import dev.joch.controllermanager.status.Sight;
import dev.joch.events.EventConsumer;
import dev.joch.events.Subscription;
import dev.joch.service.database.ConnectionSetting;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;

import io.grpc.Channel;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Wiring of the controllers. */
@Factory
@Requires(property = "joch-runs.controller-manager")
final class ControllerManagerModule {

    private static final String SERVICE = "controller-manager";
    private static final int POOL = 12;

    @Singleton
    Backoff backoff(
            @Property(name = "joch.controller-manager.retry.first") Duration first,
            @Property(name = "joch.controller-manager.retry.longest") Duration longest) {
        return new Backoff(first, longest);
    }

    @Singleton
    ControllerManagerConfig controllerConfig(
            @Property(name = "joch.controller-manager.controllers") String controllers,
            @Property(name = "joch.controller-manager.seats") int seats,
            @Property(name = "joch.controller-manager.poll") Duration poll,
            @Property(name = "joch.controller-manager.lease") Duration lease,
            @Property(name = "joch.controller-manager.deadline") Duration deadline,
            @Property(name = "joch.controller-manager.resync.every") Duration resyncEvery,
            @Property(name = "joch.controller-manager.resync.most-waiting") long mostWaiting,
            @Property(name = "joch.controller-manager.policy-use.every") Duration policyUse,
            Backoff retry) {
        return new ControllerManagerConfig(
                ControllerGroups.named(controllers, AllControllers.kinds()),
                seats,
                poll,
                lease,
                deadline,
                retry,
                resyncEvery,
                mostWaiting,
                policyUse);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(SERVICE)
    Database controllerDatabase(DatabaseConfig config) {
        return Database.open(config, SERVICE, "events");
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(SERVICE)
    HikariDataSource controllerPool(@Named(SERVICE) Database database) {
        return database.as("", POOL, ConnectionSetting.BY_INDEX, ConnectionSetting.PLANNED_ONCE);
    }

    @Bean(preDestroy = "close")
    @Singleton
    GraphStore graphStore(@Named(SERVICE) HikariDataSource pool, InstantSource clock) {
        return new GraphStore(pool, clock);
    }

    @Bean(preDestroy = "close")
    @Singleton
    WorkStore workStore(
            @Named(SERVICE) Database database,
            @Named(SERVICE) HikariDataSource pool,
            ControllerManagerConfig config) {
        return new WorkStore(
                pool,
                database.as(
                        "",
                        1,
                        ConnectionSetting.BY_INDEX,
                        ConnectionSetting.PLANNED_ONCE,
                        ConnectionSetting.MAY_BE_LOST),
                config.lease());
    }

    @Bean(preDestroy = "close")
    @Singleton
    ControllerLoop controllerLoop(
            ControllerManagerConfig config,
            WorkStore work,
            @Named(SERVICE) HikariDataSource pool,
            GraphStore graph,
            MeshChannels channels,
            OpenTelemetry telemetry,
            DeploymentController deployments,
            JobRuns jobs,
            Ids ids,
            InstantSource clock) {
        Channel store = channels.to("resource-store");
        ReadStore reads = new ReadStore(store);
        StatusWrites statuses = new StatusWrites(store);
        Finalizers finalizers = new Finalizers(store);
        OwnStatuses own = new OwnStatuses();
        Map<String, KindController> all =
                AllControllers.by(
                        channels,
                        reads,
                        graph,
                        new EngineDoor(channels.to("policy-engine")),
                        config.policyUseEvery(),
                        deployments,
                        jobs);
        ControllerGroups groups = config.groups();
        return new ControllerLoop(
                work,
                pool,
                new ControllerLoop.Settings(
                        config.seats(),
                        config.poll(),
                        config.deadline(),
                        config.retry(),
                        groups.kinds().equals(all.keySet())),
                own,
                woken -> {
                    Map<String, Reconciler> mine = new LinkedHashMap<>();
                    for (String kind : groups.kinds()) {
                        KindController controller = all.get(kind);
                        if (controller == null) {
                            throw new IllegalStateException("no controller for " + kind);
                        }
                        mine.put(
                                kind,
                                new RecordReconciler(
                                        controller,
                                        reads,
                                        graph,
                                        statuses,
                                        finalizers,
                                        own,
                                        woken,
                                        clock));
                    }
                    return mine;
                },
                telemetry,
                ids.nextText(),
                clock);
    }

    @Singleton
    RunControllers runControllers(ControllerLoop loop) {
        return loop.runner();
    }

    @Singleton
    EventConsumer controllerEvents(
            ControllerLoop loop,
            ControllerManagerConfig config,
            @Named(SERVICE) Database database) {
        return new EventConsumer(
                new Subscription(
                        config.groups().consumer(),
                        Set.of("joch.resources.v1", "joch.executions.v1"),
                        loop.handler(),
                        loop.runner()),
                database);
    }

    @Singleton
    Resync resync(
            ControllerLoop loop,
            ControllerManagerConfig config,
            GraphStore graph,
            MeshChannels channels,
            @Named(SERVICE) HikariDataSource pool,
            InstantSource clock) {
        return new Resync(
                channels.to("resource-store"),
                new ResyncStore(pool),
                graph,
                loop.kinds(),
                Sight::of,
                config.resyncEvery(),
                config.resyncMostWaiting(),
                clock,
                loop::woken);
    }
}
