package dev.joch.cli.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** The version of the command line, as its jar names it. */
public final class ClientVersion {

    private ClientVersion() {}

    public static String version() {
        String version = ClientVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public static Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version());
        json.put("java", Runtime.version().toString());
        return json;
    }
}
