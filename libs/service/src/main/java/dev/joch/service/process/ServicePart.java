package dev.joch.service.process;

/**
 * Something of a service that must be started and stopped: a server, a feed, a timer.
 *
 * <p>Parts start in order of {@link #order()} and stop the other way round: first the face closes,
 * what is under way finishes, and the database goes last.
 */
public interface ServicePart extends AutoCloseable {

    /** For the log. */
    String name();

    /**
     * 0 to 99 for what others build on, 100 for the mesh, 200 and up for the face to the outside.
     */
    int order();

    void start();

    @Override
    void close();
}
