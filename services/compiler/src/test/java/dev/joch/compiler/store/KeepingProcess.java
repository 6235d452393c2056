package dev.joch.compiler.store;

import dev.joch.compiler.Shelves;
import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Endpoints;
import dev.joch.compiler.agent.Outcome;
import dev.joch.compiler.compile.ViewShelf;
import dev.joch.compiler.v1.Manifest;
import dev.joch.events.Events;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Compiles and keeps the agent of the source document, or dies on the way. */
public final class KeepingProcess {

    private KeepingProcess() {}

    static PostgresManifestStore open(String jdbc) {
        InstantSource clock = InstantSource.system();
        return PostgresManifestStore.open(
                new DatabaseConfig(jdbc, "", "", 2, false),
                Duration.ofHours(1),
                new Events("compiler", new Ids(clock), clock),
                clock);
    }

    public static void main(String[] arguments) {
        List<Resource> records = Shelves.supportTriage();
        Resource agent = records.getFirst();
        Outcome.Compiled compiled =
                (Outcome.Compiled)
                        new CompileAgent(Endpoints.standard(), "dev")
                                .compile(agent, "", new ViewShelf(Shelves.view(records), Map.of()));
        Draft draft =
                new Draft(
                        AgentKey.of(ResourceKeys.of(agent)),
                        compiled.environment(),
                        agent.getMetadata().getGeneration(),
                        7,
                        7,
                        Manifest.newBuilder()
                                .setResource(compiled.manifest())
                                .setDigest(compiled.digest())
                                .setEnvironment(compiled.environment())
                                .addAllDependencies(compiled.dependencies())
                                .build());
        try (PostgresManifestStore store = open(arguments[0])) {
            store.keep(List.of(draft));
        }
        System.exit(0);
    }
}
