package dev.joch.resourcestore;

import dev.joch.service.process.ServiceMain;

/** The resource store as a process of its own. */
public final class ResourceStoreServer {

    private ResourceStoreServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("resource-store", arguments);
    }
}
