package dev.joch.agbom.format;

import java.util.EnumMap;
import java.util.Map;

/** Writers by format. Each is made when first asked for: their libraries are large. */
public final class Writers {

    private final String version;
    private final Map<Format, DocumentWriter> made = new EnumMap<>(Format.class);

    /**
     * @param version of Joch
     */
    public Writers(String version) {
        this.version = version;
    }

    public synchronized DocumentWriter of(Format format) {
        return made.computeIfAbsent(format, this::make);
    }

    private DocumentWriter make(Format format) {
        return switch (format) {
            case CYCLONEDX -> new CycloneDxWriter(version);
            case SPDX -> new SpdxWriter(version);
            case SWID -> new SwidWriter(version);
        };
    }
}
