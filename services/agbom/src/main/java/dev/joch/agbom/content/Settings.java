package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.AgBOMSpec;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a bill is to list, and in which documents.
 *
 * @param formats {@code cyclonedx}, {@code spdx}, {@code swid}
 * @param signed each document has a signed copy
 */
public record Settings(List<String> formats, boolean signed, Set<Section> sections) {

    public Settings {
        formats = formats.stream().distinct().sorted().toList();
        sections = Set.copyOf(sections);
    }

    /**
     * For agents that no AgBOM speaks of.
     *
     * @param signed whether this installation signs what nobody decided
     */
    public static Settings standard(boolean signed) {
        return new Settings(List.of("cyclonedx"), signed, Section.of(Map.of()));
    }

    /**
     * As a record has it.
     *
     * @param signed whether this installation signs what nobody decided
     */
    public static Settings of(AgBOMSpec spec, boolean signed) {
        return new Settings(
                spec.getFormatsCount() == 0 ? List.of("cyclonedx") : spec.getFormatsList(),
                spec.getSigning().hasEnabled() ? spec.getSigning().getEnabled() : signed,
                Section.of(spec.getComponentsMap()));
    }
}
