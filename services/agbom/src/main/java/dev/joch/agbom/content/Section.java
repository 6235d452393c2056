package dev.joch.agbom.content;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Parts of a bill that can be left out. */
public enum Section {
    STANDARD_PACKAGES("standardPackages", true),
    MODELS("models", true),
    CAPABILITIES("capabilities", true),
    KNOWLEDGE("knowledge", true),
    MEMORY("memory", true),
    TOOLS("tools", true),
    MCP_SERVERS("mcpServers", true),
    POLICIES("policies", true),
    /** Names only. */
    SECRETS("secrets", false);

    private final String word;
    private final boolean standard;

    Section(String word, boolean standard) {
        this.word = word;
        this.standard = standard;
    }

    /** Those that the switches of an AgBOM leave on. */
    static Set<Section> of(Map<String, Boolean> switches) {
        Set<Section> on = EnumSet.noneOf(Section.class);
        for (Section section : values()) {
            if (switches.getOrDefault(section.word, section.standard)) {
                on.add(section);
            }
        }
        return on;
    }
}
