package dev.joch.agbom.format;

import java.util.Optional;
import java.util.stream.Stream;

/** Published formats of bills. */
public enum Format {
    CYCLONEDX("cyclonedx", "cdx.json", "application/vnd.cyclonedx+json; version=1.6"),
    SPDX("spdx", "spdx.json", "application/spdx+json; version=2.3"),
    SWID("swid", "swid.xml", "application/swid+xml");

    private final String word;
    private final String suffix;
    private final String mediaType;

    Format(String word, String suffix, String mediaType) {
        this.word = word;
        this.suffix = suffix;
        this.mediaType = mediaType;
    }

    public static Optional<Format> named(String word) {
        return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst();
    }

    public String word() {
        return word;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Where the document of that generation is found. */
    public String artifact(String agent, long generation) {
        return "artifact://agbom/" + agent + "/" + generation + "." + suffix;
    }
}
