package dev.joch.cli.manifest;

import dev.joch.cli.api.Query;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends texts to the server as they are, each under its name, so that its answer names places in
 * them.
 */
public final class SendManifests {
    private final Session session;
    private final List<ManifestText> texts;

    public SendManifests(Session session, List<ManifestText> texts) {
        this.session = session;
        this.texts = List.copyOf(texts);
    }

    public Object apply(boolean dryRun) {
        Map<String, @Nullable Object> request = request();
        if (dryRun) {
            request.put("validateOnly", true);
        }
        return session.client().post(Query.at("resources", "apply"), request);
    }

    public Object validate() {
        return session.client().post(Query.at("resources", "validate"), request());
    }

    public Object diff() {
        return session.client().post(Query.at("resources", "diff"), request());
    }

    /** What drafts of policies would have decided. */
    public Object preview(Query path) {
        return session.client().post(path, request());
    }

    private Map<String, @Nullable Object> request() {
        List<Object> sources = new ArrayList<>();
        for (ManifestText text : texts) {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put("name", text.name());
            source.put("content", Base64.getEncoder().encodeToString(text.content()));
            sources.add(source);
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("sources", sources);
        request.put("namespace", session.settings().namespace());
        return request;
    }
}
