package dev.joch.agbom.store;

import dev.joch.agbom.content.Risk;

import java.time.Instant;
import java.util.List;

/**
 * One generation, without documents.
 *
 * @param manifestDigest manifest that it was written from
 * @param agentGeneration of that manifest
 * @param contentDigest equal digests, equal content
 * @param formats in which there is a document
 * @param signed each document has a signed copy
 * @param mcpServers names of the servers that it lists
 */
public record Bill(
        Lineage lineage,
        long generation,
        Instant generatedAt,
        String manifestDigest,
        long agentGeneration,
        String contentDigest,
        List<String> formats,
        boolean signed,
        List<Risk> risks,
        List<String> mcpServers) {

    public Bill {
        if (generation < 1) {
            throw new IllegalArgumentException("generations begin with 1");
        }
        formats = List.copyOf(formats);
        risks = List.copyOf(risks);
        mcpServers = List.copyOf(mcpServers);
    }
}
