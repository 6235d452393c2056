package dev.joch.cli.config;

/**
 * A server by name.
 *
 * @param name what {@code --context} says
 * @param server address
 * @param namespace namespace to work in; empty for {@code default}
 * @param credential where the token is
 * @param authority file with certificates to trust; empty for those of the platform
 * @param runtime where runs that are started here run; empty leaves it to the server
 */
public record Context(
        String name,
        String server,
        String namespace,
        Credential credential,
        String authority,
        String runtime) {

    public Context withNamespace(String other) {
        return new Context(name, server, other, credential, authority, runtime);
    }
}
