package dev.joch.server;

import dev.joch.service.process.JochProcess;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The data folder, the database and the services on top of it, taken and given back together. */
final class CollapsedServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int OTLP_GRPC = 4317;
    private static final int OTLP_HTTP = 4318;

    private final DataFolder folder;
    private final EmbeddedDatabase database;
    private final JochProcess process;
    private final Addresses addresses;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CollapsedServer(
            DataFolder folder,
            EmbeddedDatabase database,
            JochProcess process,
            Addresses addresses) {
        this.folder = folder;
        this.database = database;
        this.process = process;
        this.addresses = addresses;
    }

    static CollapsedServer start(ServerOptions options) {
        DataFolder folder = DataFolder.take(options.data);
        try {
            EmbeddedDatabase database =
                    EmbeddedDatabase.start(
                            folder, options.programs == null ? folder.runtime() : options.programs);
            try {
                JochProcess process =
                        JochProcess.start(
                                JochServer.SERVICES,
                                options.config,
                                keys(options, folder, database));
                Addresses addresses = Addresses.of(process, options.host);
                folder.announce(addresses.json(folder.adminToken()));
                return new CollapsedServer(folder, database, process, addresses);
            } catch (Throwable e) {
                database.close();
                throw e;
            }
        } catch (Throwable e) {
            folder.close();
            throw e;
        }
    }

    private static Map<String, Object> keys(
            ServerOptions options, DataFolder folder, EmbeddedDatabase database) {
        Map<String, Object> keys = new HashMap<>();
        keys.put("joch.database.url", database.url());
        keys.put("joch.resource-store.backend", options.store);
        keys.put("joch.resource-store.sqlite.file", folder.sqlite().toString());
        keys.put("joch.admission.policy-engine.enabled", true);
        keys.put("joch.agbom.signing.key-file", folder.bomKey().toString());
        keys.putAll(runs(options, folder));
        keys.put("joch.apiserver.host", options.host);
        keys.put("joch.apiserver.port", options.port);
        keys.put("joch.apiserver.grpc-port", options.grpcPort);
        keys.put("joch.apiserver.auth.local-admin.token-file", folder.adminToken().toString());
        keys.put("joch.apiserver.audit.checkpoint-file", folder.auditCheckpoint().toString());
        keys.put("joch.apiserver.audit.checkpoint-key-file", folder.auditKey().toString());
        return keys;
    }

    /** Programs of agents are started on this machine, and reach what is on it. */
    private static Map<String, Object> runs(ServerOptions options, DataFolder folder) {
        int spans = FreePort.near(OTLP_HTTP);
        Map<String, Object> keys = new HashMap<>();
        keys.put("joch.trace.otlp.host", LOOPBACK);
        keys.put("joch.trace.otlp.grpc-port", FreePort.near(OTLP_GRPC));
        keys.put("joch.trace.otlp.http-port", spans);
        keys.put("joch.worker.scratch", folder.worker().toString());
        keys.put("joch.worker.urls.trace", "http://" + LOOPBACK + ":" + spans);
        if (options.port > 0) {
            keys.put("joch.worker.urls.server", "http://" + LOOPBACK + ":" + options.port);
        }
        Path code = options.code;
        if (code != null) {
            keys.put("joch.worker.code", code.toAbsolutePath().normalize().toString());
        }
        return keys;
    }

    JochProcess process() {
        return process;
    }

    Path tokenFile() {
        return folder.adminToken();
    }

    String rest() {
        return addresses.rest();
    }

    String grpc() {
        return addresses.grpc();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            process.close();
            database.close();
            folder.close();
        }
    }
}
