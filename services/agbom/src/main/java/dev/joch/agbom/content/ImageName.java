package dev.joch.agbom.content;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The parts of a container image's address.
 *
 * @param repository with registry, e.g. {@code ghcr.io/joch/adapter}
 * @param tag empty when there is none
 * @param digest {@code sha256:...}; empty when it is not pinned
 */
record ImageName(String repository, String tag, String digest) {

    static ImageName parse(String image) {
        int at = image.indexOf('@');
        String digest = at < 0 ? "" : image.substring(at + 1);
        String rest = at < 0 ? image : image.substring(0, at);
        int colon = rest.lastIndexOf(':');
        // a colon before the last slash is the port of a registry
        boolean tagged = colon > rest.lastIndexOf('/');
        return new ImageName(
                tagged ? rest.substring(0, colon) : rest,
                tagged ? rest.substring(colon + 1) : "",
                digest);
    }

    String name() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    String version() {
        return digest.isEmpty() ? tag : digest;
    }

    /** Package URL of type {@code oci}: name and digest, the rest as qualifiers in their order. */
    String purl() {
        StringBuilder text = new StringBuilder("pkg:oci/").append(name().toLowerCase(Locale.ROOT));
        if (!digest.isEmpty()) {
            text.append('@').append(encoded(digest));
        }
        text.append("?repository_url=").append(encoded(repository.toLowerCase(Locale.ROOT)));
        if (!tag.isEmpty()) {
            text.append("&tag=").append(encoded(tag));
        }
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
