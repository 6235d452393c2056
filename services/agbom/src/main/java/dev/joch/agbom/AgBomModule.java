package dev.joch.agbom;

import dev.joch.agbom.content.DescribeAgent;
import dev.joch.agbom.format.Writers;
import dev.joch.agbom.generate.GenerateBill;
import dev.joch.agbom.generate.Papers;
import dev.joch.agbom.generate.Sources;
import dev.joch.agbom.read.ReadBills;
import dev.joch.agbom.sign.SigningKey;
import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** Wiring of bills of materials. */
@Factory
@Requires(property = "joch-runs.agbom")
final class AgBomModule {

    @Singleton
    AgBomConfig agBomConfig(
            @Property(name = "joch.agbom.min-trust-score") double minTrustScore,
            @Property(name = "joch.agbom.signing.key-file") String keyFile) {
        return new AgBomConfig(minTrustScore, keyFile.isBlank() ? null : Path.of(keyFile));
    }

    @Bean(preDestroy = "close")
    @Singleton
    BillDatabase billDatabase(DatabaseConfig database, EventsConfig events) {
        return new BillDatabase(database, events.keepFor());
    }

    @Singleton
    @Named("agbom")
    EventSource agBomEvents(BillDatabase database) {
        return new EventSource("agbom", database.outbox(), Set.of("joch.resources.v1"));
    }

    @Singleton
    Papers papers(AgBomConfig config) {
        Path file = config.signingKey();
        return new Papers(new Writers(version()), file == null ? null : SigningKey.with(file));
    }

    @Singleton
    GenerateBill generateBill(
            AgBomConfig config,
            MeshChannels channels,
            Papers papers,
            BillDatabase database,
            InstantSource clock) {
        Sources sources = new Sources(channels.to("compiler"), channels.to("resource-store"));
        return sources.generate(
                new DescribeAgent(config.minTrustScore()),
                papers,
                database.bills(),
                new Events("agbom", new Ids(clock), clock),
                clock);
    }

    @Singleton
    @Named("agbom")
    MeshEndpoint agBomEndpoint(GenerateBill generateBill, BillDatabase database, Papers papers) {
        return new MeshEndpoint(
                "agbom",
                new AgBomEndpoint(generateBill, new ReadBills(database.bills(), papers.writers())));
    }

    private static String version() {
        @Nullable String version = AgBomModule.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
