package dev.joch.worker.run;

import dev.joch.scheduler.v1.Run;
import dev.joch.service.id.Ids;
import dev.joch.worker.launch.Launch;
import dev.joch.worker.process.AgentProcess;
import dev.joch.worker.process.Cages;
import dev.joch.worker.process.Program;
import dev.joch.worker.run.Manifests.Known;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Writes the files of a program and starts it. */
final class StartProgram {

    /** Code and libraries that a program maps beside what it uses. */
    private static final long BESIDE_MEMORY = 512L * 1024 * 1024;

    private final Cages cages;
    private final AgentVariables variables;
    private final Ids ids;

    StartProgram(Cages cages, AgentVariables variables, Ids ids) {
        this.cages = cages;
        this.variables = variables;
        this.ids = ids;
    }

    AgentProcess start(
            Run run,
            Known manifest,
            Launch.Ready launch,
            RunFolder folder,
            RunIdentity identity,
            String traceparent)
            throws IOException {
        folder.write(folder.input(), InputDocument.of(run, manifest.spec()));
        folder.write(folder.manifest(), manifest.text());
        Map<String, String> environment =
                new HashMap<>(
                        variables.of(
                                run,
                                manifest.spec(),
                                folder,
                                identity.first(),
                                traceparent,
                                ids.nextText()));
        environment.putAll(launch.environment());
        long memory = cages.limits().memoryBytes();
        boolean byAddresses = !cages.limitsMemory() && !launch.reserves() && memory > 0;
        Program program =
                new Program(
                        launch.words(),
                        environment,
                        folder.work(),
                        byAddresses ? memory + BESIDE_MEMORY : 0);
        return cages.start(folder.root().getFileName().toString(), program, folder.cage());
    }
}
