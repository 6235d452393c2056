package dev.joch.bench;

import java.nio.file.Path;
import java.util.List;

/** A running Joch, as programs in processes of their own. */
interface Shape extends AutoCloseable {

    /** For the reports. */
    String name();

    /** host:port of the public gRPC face. */
    String grpc();

    Path tokenFile();

    /** The programs of Joch itself. */
    List<Long> servers();

    /** The process with the controllers. */
    long controllers();

    /** Where it shows its metrics. */
    String controllerMetrics();

    /** The database's first process. */
    long postgres();

    @Override
    void close();
}
