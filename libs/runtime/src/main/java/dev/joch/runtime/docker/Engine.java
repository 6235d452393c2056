package dev.joch.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.SyncDockerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;

import dev.joch.runtime.Limit;
import dev.joch.runtime.Limits;
import dev.joch.runtime.Marks;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.State;
import dev.joch.service.problem.ProblemException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The calls that are made to a Docker engine, and what its failures mean. */
final class Engine implements AutoCloseable {

    static final String NAME = "docker";
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int MOST_CONNECTIONS = 100;

    private final String installation;
    private final DockerClient calls;
    private final DockerClient streams;

    Engine(DockerConfig config) {
        this.installation = config.installation();
        this.calls = client(config.host(), RuntimeAdapter.DEADLINE.minus(CONNECT));
        // a log or a feed of events may be quiet for any time
        this.streams = client(config.host(), Duration.ZERO);
    }

    private static DockerClient client(String host, Duration answer) {
        DefaultDockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host)
                        // without a version the engine speaks the one it knows best
                        .withApiVersion(RemoteApiVersion.UNKNOWN_VERSION)
                        .build();
        ZerodepDockerHttpClient.Builder http =
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(MOST_CONNECTIONS)
                        .connectionTimeout(CONNECT);
        if (answer.isPositive()) {
            http.responseTimeout(answer);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    DockerClient streams() {
        return streams;
    }

    /** All containers of the installation. */
    List<Found> all() {
        return list(Map.of(Marks.INSTALLATION, installation));
    }

    List<Found> of(String workload) {
        return list(Map.of(Marks.INSTALLATION, installation, Marks.WORKLOAD, workload));
    }

    private List<Found> list(Map<String, String> labels) {
        return calling(() ->
                calls.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
                        .flatMap(each -> Found.of(installation, each).stream())
                        .toList());
    }

    /** Empty when the name is taken. */
    Optional<String> create(ContainerShape shape) {
        return calling(() -> {
            try {
                return Optional.of(shape.on(calls).exec().getId());
            } catch (ConflictException taken) {
                return Optional.empty();
            }
        });
    }

    boolean hasImage(String image) {
        return calling(() -> {
            try {
                return calls.inspectImageCmd(image).exec().getId() != null;
            } catch (NotFoundException none) {
                return false;
            }
        });
    }

    /** Starts it; what runs or has run stays as it is. */
    void start(String id) {
        repeatable(calls.startContainerCmd(id));
    }

    void rename(String id, String name) {
        repeatable(calls.renameContainerCmd(id).withName(name));
    }

    void signal(String id, String signal) {
        repeatable(calls.killContainerCmd(id).withSignal(signal));
    }

    /** Ends it if it runs, and removes it with its volumes. */
    void remove(String id) {
        repeatable(calls.removeContainerCmd(id).withForce(true).withRemoveVolumes(true));
    }

    /** Gone, done before, and being done by somebody else are all as good as done. */
    private static void repeatable(SyncDockerCmd<Void> call) {
        calling(() -> {
            try {
                call.exec();
            } catch (NotFoundException | NotModifiedException | ConflictException done) {
                return false;
            }
            return true;
        });
    }

    /** How it ended; lost when it is gone meanwhile. */
    State.Ended end(String id) {
        return calling(() -> {
            try {
                return Ends.of(calls.inspectContainerCmd(id).exec().getState());
            } catch (NotFoundException gone) {
                return Ends.LOST;
            }
        });
    }

    /** Of those asked for, the limits that this engine's kernel does not have. */
    Set<Limit> unheld(Limits limits) {
        Set<Limit> unheld = EnumSet.noneOf(Limit.class);
        Set<Limit> asked = Limit.askedBy(limits);
        if (asked.isEmpty()) {
            return unheld;
        }
        var can = calling(() -> calls.infoCmd().exec());
        for (Limit limit : asked) {
            Object held =
                    switch (limit) {
                        case CPU -> can.getCpuCfsQuota();
                        case MEMORY -> can.getMemoryLimit();
                        case PIDS -> can.getRawValues().get("PidsLimit");
                    };
            if (Boolean.FALSE.equals(held)) {
                unheld.add(limit);
            }
        }
        return unheld;
    }

    static <T> T calling(Supplier<T> call) {
        try {
            return call.get();
        } catch (ProblemException known) {
            throw known;
        } catch (DockerException refused) {
            throw away("it answered " + refused.getHttpStatus(), refused);
        } catch (RuntimeException unreachable) {
            throw away("it cannot be reached", unreachable);
        }
    }

    static ProblemException away(String why, Throwable cause) {
        return new ProblemException(new RuntimeProblem.RuntimeAway(NAME, why), cause);
    }

    @Override
    public void close() {
        try {
            streams.close();
            calls.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
