package dev.joch.scheduler.place;

/**
 * What a namespace, or a tenant, has had of a pool.
 *
 * @param pass virtual time: moves with every run that it is given
 * @param served number of the turn at which it was served last
 */
public record Share(long pass, long served) {

    public static final Share NONE = new Share(0, 0);
}
