package dev.joch.testkit.postgres;

/**
 * Address of a database that belongs to the test.
 *
 * @param jdbc JDBC URL, with the user in it
 */
public record PostgresUrl(String jdbc) {}
