package dev.joch.resource.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * Text in, typed resources and everything that is wrong with them out. Pure: the same text gives
 * the same answer, and no text makes it throw.
 *
 * <p>A document {@code kind: List} stands for its {@code items}; empty documents are skipped; a
 * document with the root key {@code conversation} is the portable form of a Conversation.
 */
public final class DocumentDecoder {
    private DocumentDecoder() {}

    public static Decoded decode(List<Text> texts, DecodeLimits limits) {
        RequestWalk walk = new RequestWalk(limits);
        walk.read(texts);
        return walk.decoded();
    }

    /** The same for a tree that is JSON already; its positions are unknown. */
    public static Decoded decode(JsonNode tree, DecodeLimits limits) {
        RequestWalk walk = new RequestWalk(limits);
        walk.read(tree);
        return walk.decoded();
    }
}
