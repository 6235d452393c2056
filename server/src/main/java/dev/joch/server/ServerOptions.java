package dev.joch.server;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a collapsed server is started. Everything else is in configuration files and the environment.
 */
final class ServerOptions {

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            required = true,
            description = "folder for everything the server keeps")
    Path data = Path.of("");

    @Option(
            names = "--programs",
            paramLabel = "FOLDER",
            description =
                    "folder for the unpacked programs of Postgres; servers may share it (default: runtime in the data folder)")
    @Nullable Path programs;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "REST port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "gRPC port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int grpcPort;

    @Option(
            names = "--store",
            paramLabel = "BACKEND",
            defaultValue = "postgres",
            description =
                    "postgres or sqlite: where the catalogue is kept (default: ${DEFAULT-VALUE})")
    String store = "postgres";

    @Option(
            names = "--code",
            paramLabel = "FOLDER",
            description = "folder below which the code of agents is (default: none is run)")
    @Nullable Path code;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration file; may be given several times, later ones win")
    List<Path> config = new ArrayList<>();

    @Option(names = "--train", hidden = true, description = "stop after the first requests")
    boolean train;
}
