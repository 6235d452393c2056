package dev.joch.agbom.sign;

import dev.joch.agbom.format.Format;
import dev.joch.agbom.store.Document;

/** The signed copy of a document: inside it where the format has a place, beside it otherwise. */
public final class SignDocument {

    private static final String JWS = "application/jose";

    private SignDocument() {}

    public static Document sign(Format format, byte[] document, SigningKey key) {
        return switch (format) {
            case CYCLONEDX ->
                    new Document(
                            format.word(),
                            true,
                            format.mediaType(),
                            JsonSignature.sign(document, key));
            case SPDX, SWID ->
                    new Document(
                            format.word(), true, JWS, Jws.sign(document, format.mediaType(), key));
        };
    }
}
