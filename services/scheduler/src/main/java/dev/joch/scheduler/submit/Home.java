package dev.joch.scheduler.submit;

/**
 * Where the workers of an agent are, as its Deployment in one environment says.
 *
 * @param runtime adapter; empty when the deployment names none
 * @param pool empty when it names none
 */
public record Home(String runtime, String pool) {}
