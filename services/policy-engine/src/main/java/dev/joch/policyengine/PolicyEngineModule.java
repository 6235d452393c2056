package dev.joch.policyengine;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.events.outbox.Outbox;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.copy.Distribute;
import dev.joch.policyengine.copy.FollowCopies;
import dev.joch.policyengine.exception.Exceptions;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.guard.AskGuardians;
import dev.joch.policyengine.hook.HandleHook;
import dev.joch.policyengine.judge.Evaluate;
import dev.joch.policyengine.judge.RecordAnswer;
import dev.joch.policyengine.preflight.Preflight;
import dev.joch.policyengine.preflight.Preview;
import dev.joch.policyengine.record.DecisionRecords;
import dev.joch.policyengine.record.ForgetDecisions;
import dev.joch.policyengine.record.ReadDecisions;
import dev.joch.policyengine.record.RecordDecisions;
import dev.joch.policyengine.record.Told;
import dev.joch.policyengine.store.CopyStore;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.policyengine.store.ExceptionStore;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.InstantSource;

/** Wiring of the policy engine. */
@Factory
@Requires(property = "joch-runs.policy-engine")
final class PolicyEngineModule {

    private static final String NAME = "policy-engine";

    @Singleton
    PolicyEngineConfig policyEngineConfig(
            @Property(name = "joch.policy-engine.default-environment") String environment,
            @Property(name = "joch.policy-engine.poll") Duration poll,
            @Property(name = "joch.policy-engine.decisions.waiting") int waiting,
            @Property(name = "joch.policy-engine.decisions.group") int group,
            @Property(name = "joch.policy-engine.decisions.keep-for") Duration keepFor,
            @Property(name = "joch.policy-engine.guardians.parallel") int guardianCalls,
            @Property(name = "joch.policy-engine.guardians.most-bytes") int guardianBytes) {
        return new PolicyEngineConfig(
                environment, poll, waiting, group, keepFor, guardianCalls, guardianBytes);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(NAME)
    Database engineDatabase(DatabaseConfig config) {
        return Database.open(config, NAME, "events");
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(NAME)
    HikariDataSource enginePool(@Named(NAME) Database database) {
        return database.as("joch_policy_engine_app");
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(NAME)
    Outbox engineOutbox(@Named(NAME) Database database, EventsConfig config) {
        return Outbox.open(database, config.keepFor());
    }

    @Singleton
    @Named(NAME)
    EventSource engineEvents(@Named(NAME) Outbox outbox) {
        return new EventSource(NAME, outbox);
    }

    @Singleton
    Told told(Ids ids, InstantSource clock) {
        return new Told(new Events(NAME, ids, clock), clock);
    }

    @Singleton
    Copies copies(PolicyEngineConfig config) {
        return new Copies(config.defaultEnvironment());
    }

    @Singleton
    CopyStore copyStore(@Named(NAME) Database database) {
        return new CopyStore(database.owner());
    }

    @Singleton
    FollowCopies followCopies(CopyStore store, Copies copies, PolicyEngineConfig config) {
        return new FollowCopies(store, copies, config.poll());
    }

    @Singleton
    DecisionStore decisionStore(@Named(NAME) HikariDataSource pool, @Named(NAME) Outbox outbox) {
        return new DecisionStore(pool, outbox);
    }

    @Singleton
    ExceptionStore exceptionStore(
            @Named(NAME) Database database,
            @Named(NAME) HikariDataSource pool,
            @Named(NAME) Outbox outbox) {
        return new ExceptionStore(database.owner(), pool, outbox);
    }

    @Singleton
    RecordDecisions recordDecisions(DecisionStore store, PolicyEngineConfig config) {
        return new RecordDecisions(store, config.waiting(), config.group());
    }

    @Singleton
    ForgetDecisions forgetDecisions(
            DecisionStore store, Copies copies, PolicyEngineConfig config, InstantSource clock) {
        return new ForgetDecisions(store, copies, config.keepFor(), clock);
    }

    @Singleton
    RulesOutOfForce rulesOutOfForce(ExceptionStore store, Told told) {
        return new RulesOutOfForce(store, told);
    }

    @Bean(preDestroy = "close")
    @Singleton
    AskGuardians askGuardians(PolicyEngineConfig config) {
        return new AskGuardians(config.guardianCalls(), config.guardianBytes());
    }

    @Singleton
    RecordAnswer recordAnswer(
            ExceptionStore exceptions, RecordDecisions records, Told told, InstantSource clock) {
        return new RecordAnswer(exceptions, new DecisionRecords(told, clock), records);
    }

    @Singleton
    Evaluate evaluate(
            Copies copies,
            RulesOutOfForce outOfForce,
            AskGuardians guardians,
            RecordAnswer record,
            Ids ids) {
        return new Evaluate(copies, outOfForce, guardians, record, ids);
    }

    @Bean(preDestroy = "close")
    @Singleton
    Distribute distribute(CopyStore copyStore, FollowCopies follow, Copies copies) {
        return new Distribute(copyStore, follow, copies);
    }

    @Singleton
    PolicyEngineEndpoint.UseCases useCases(
            Copies copies,
            Distribute distribute,
            DecisionStore decisions,
            ExceptionStore exceptions,
            RulesOutOfForce outOfForce,
            Evaluate evaluate,
            Told told,
            Ids ids,
            InstantSource clock) {
        return new PolicyEngineEndpoint.UseCases(
                distribute,
                evaluate,
                new HandleHook(evaluate, clock),
                new Preflight(copies, outOfForce),
                new Preview(copies, decisions, clock),
                new ReadDecisions(decisions, copies, outOfForce, clock),
                new Exceptions(copies, exceptions, outOfForce, told, ids),
                outOfForce);
    }

    @Singleton
    @Named(NAME)
    MeshEndpoint engineEndpoint(PolicyEngineEndpoint.UseCases useCases) {
        return new MeshEndpoint(NAME, new PolicyEngineEndpoint(useCases));
    }
}
