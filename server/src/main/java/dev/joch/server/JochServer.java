package dev.joch.server;

import dev.joch.server.DataFolder.StartRefused;
import dev.joch.service.process.ServiceMain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.util.List;

/** Starts all services in this process and stops them on a signal. */
public final class JochServer {

    private static final Logger LOG = LoggerFactory.getLogger(JochServer.class);

    static final List<String> SERVICES =
            List.of(
                    "resource-store",
                    "policy-engine",
                    "admission",
                    "compiler",
                    "agbom",
                    "scheduler",
                    "trace",
                    "worker",
                    "controller-manager",
                    "apiserver");

    private JochServer() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        ServerOptions options = new ServerOptions();
        CommandLine command =
                new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options));
        try {
            command.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println("error: " + e.getMessage());
            return 2;
        }
        try (CollapsedServer server = CollapsedServer.start(options)) {
            LOG.info("ready: REST {} gRPC {}", server.rest(), server.grpc());
            if (options.train) {
                Training.run(server, server.tokenFile());
                return 0;
            }
            server.process().closeOnExit(server::close).awaitEnd();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (RuntimeException e) {
            LOG.debug("the start failed", e);
            System.err.println(
                    "error: "
                            + (e instanceof StartRefused
                                    ? e.getMessage()
                                    : ServiceMain.explain(e)));
            return 1;
        }
    }
}
