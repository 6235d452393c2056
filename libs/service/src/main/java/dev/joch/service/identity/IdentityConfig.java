package dev.joch.service.identity;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Who this service is to its peers.
 *
 * @param name name in its tokens
 * @param keyFile its private key (PKCS#8 PEM)
 * @param trustFolder public keys of the services that may call, {@code <service>.pub}
 */
public record IdentityConfig(String name, Path keyFile, Path trustFolder) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public IdentityConfig {
        if (!validName(name)) {
            throw new IllegalArgumentException(
                    "joch.mesh.identity.name must be the name of the service, e.g. apiserver");
        }
        if (keyFile.toString().isEmpty() || trustFolder.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "services that talk over a network prove who they are: set"
                            + " joch.mesh.identity.key-file and joch.mesh.identity.trust-folder"
                            + " (`joch-service keys <folder> <service>...` makes them)");
        }
    }

    static boolean validName(String name) {
        return NAME.matcher(name).matches();
    }
}
