package dev.joch.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;

import dev.joch.runtime.Limits;
import dev.joch.runtime.Marks;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.WorkloadKind;
import dev.joch.runtime.WorkloadSpec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A container to be.
 *
 * @param text of the kept specification
 * @param instance id of the start; empty of a template
 */
record ContainerShape(
        DockerConfig config, String name, SpecText.Kept kept, String text, String instance) {

    /** Label with the specification: whoever comes next makes more of the same. */
    static final String SPEC = "joch.dev/spec";

    private static final String SCRATCH = "/tmp";
    private static final long MILLIS_TO_NANOS = 1_000_000;

    static ContainerShape head(
            DockerConfig config, WorkloadKind kind, WorkloadSpec spec, String id) {
        return new ContainerShape(
                config,
                ContainerName.head(config.installation(), spec.name()),
                new SpecText.Kept(kind, spec),
                SpecText.write(kind, spec),
                id);
    }

    static ContainerShape worker(DockerConfig config, String text, int ordinal, String id) {
        SpecText.Kept kept = SpecText.read(text);
        return new ContainerShape(
                config,
                ContainerName.worker(config.installation(), kept.spec().name(), ordinal),
                kept,
                text,
                id);
    }

    CreateContainerCmd on(DockerClient client) {
        WorkloadSpec spec = kept.spec();
        CreateContainerCmd create =
                client.createContainerCmd(spec.program().image())
                        .withName(name)
                        .withHostName(hostName())
                        .withUser(config.user())
                        .withWorkingDir(SCRATCH)
                        .withEnv(environment())
                        .withLabels(labels())
                        .withHostConfig(host());
        return spec.program().command().isEmpty()
                ? create
                : create.withEntrypoint(spec.program().command());
    }

    /** At most 63 letters; only for people. */
    private String hostName() {
        return name.substring(ContainerName.prefix(config.installation()).length())
                .replace('.', '-');
    }

    private List<String> environment() {
        Map<String, String> all = new TreeMap<>();
        all.put("HOME", SCRATCH);
        all.put("TMPDIR", SCRATCH);
        all.putAll(kept.spec().environment());
        all.put(Marks.VARIABLE, instance);
        return all.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(kept.spec().labels());
        labels.put(Marks.INSTALLATION, config.installation());
        labels.put(Marks.WORKLOAD, kept.spec().name());
        labels.put(Marks.KIND, kept.kind().name());
        labels.put(Marks.DIGEST, SpecText.digest(text));
        labels.put(Marks.INSTANCE, instance);
        labels.put(SPEC, text);
        return labels;
    }

    private HostConfig host() {
        Limits limits = kept.spec().limits();
        HostConfig host =
                HostConfig.newHostConfig()
                        // reaps what the program forgets, and hands signals on
                        .withInit(true)
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of(SCRATCH, "rw,nosuid,nodev,mode=1777"))
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges:true"))
                        .withPidsLimit(
                                (long) (limits.pids() > 0 ? limits.pids() : config.mostProcesses()))
                        .withBinds(config.binds().stream().map(Bind::parse).toList())
                        .withLogConfig(
                                new LogConfig(
                                        LogConfig.LoggingType.JSON_FILE,
                                        Map.of(
                                                "max-size",
                                                Long.toString(config.logBytes() / 2),
                                                "max-file",
                                                "2")));
        if (limits.memoryBytes() > 0) {
            // as much with swap as without: no swap
            host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
        }
        if (limits.cpuMillis() > 0) {
            host.withNanoCPUs(limits.cpuMillis() * MILLIS_TO_NANOS);
        }
        if (!config.network().isEmpty()) {
            host.withNetworkMode(config.network());
        }
        return host;
    }
}
