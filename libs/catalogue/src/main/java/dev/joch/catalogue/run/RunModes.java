package dev.joch.catalogue.run;

/** The two ways in which a run comes to its worker, and what names a pool. */
public final class RunModes {

    /** A worker that is there takes it. */
    public static final String POOL = "pool";

    /** A worker is started for it alone. */
    public static final String JOB = "job";

    /** Pool of all runs in job mode; only who asks for one of them by name is given it. */
    public static final String JOBS = "jobs";

    /** Annotation of a Deployment: the pool that its workers offer themselves in. */
    public static final String POOL_ANNOTATION = "joch.dev/pool";

    private RunModes() {}
}
