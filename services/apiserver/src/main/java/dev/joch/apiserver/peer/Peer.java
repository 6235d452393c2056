package dev.joch.apiserver.peer;

import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.problem.PeerFailure;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** One service that may be there or not. */
public final class Peer {

    private final String name;
    private final @Nullable Channel channel;

    private Peer(String name, @Nullable Channel channel) {
        this.name = name;
        this.channel = channel;
    }

    /** A service that can be called. */
    public static Peer at(String name, Channel channel) {
        return new Peer(name, channel);
    }

    /** The service where the configuration knows it; one that is always away otherwise. */
    public static Peer of(String name, MeshConfig mesh, MeshChannels channels) {
        boolean known = !mesh.split() || mesh.peers().containsKey(name);
        return new Peer(name, known ? channels.to(name) : null);
    }

    /** Asks it; throws UNAVAILABLE with its name when it is away. */
    public <A> A ask(Function<Channel, A> question) {
        Channel open = channel;
        if (open == null) {
            throw new ProblemException(new ServiceProblem.Unavailable(name));
        }
        try {
            return question.apply(open);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of(name, e);
        }
    }
}
