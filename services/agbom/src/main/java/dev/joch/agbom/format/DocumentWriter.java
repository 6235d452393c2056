package dev.joch.agbom.format;

import dev.joch.agbom.content.Content;

/** Writes one format. The same content and edition give the same bytes. */
public interface DocumentWriter {

    Format format();

    /** A document that the format's own rules accept; anything else is an invariant broken. */
    byte[] write(Content content, Edition edition);
}
