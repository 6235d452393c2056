package dev.joch.service.database;

/**
 * Where a service keeps its state.
 *
 * @param url JDBC address; the user may be in it
 * @param user owner of the schema; empty when the address has it
 * @param password its password
 * @param poolSize most connections of this process
 * @param allowUnsafe accept a database that may lose acknowledged writes
 */
public record DatabaseConfig(
        String url, String user, String password, int poolSize, boolean allowUnsafe) {

    public DatabaseConfig {
        if (url.isBlank()) {
            throw new IllegalArgumentException(
                    "no database: set joch.database.url (JOCH_DATABASE_URL) to"
                            + " jdbc:postgresql://host:5432/joch?user=joch");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("joch.database.pool-size must be at least 1");
        }
    }

    @Override
    public String toString() {
        return "DatabaseConfig[" + url.replaceAll("\\?.*", "") + "]";
    }
}
