package dev.joch.agbom.sign;

import dev.joch.agbom.format.CycloneDxWriter;
import dev.joch.agbom.format.Format;
import dev.joch.agbom.store.Document;
import dev.joch.service.problem.Invariant;

import java.util.List;

/** The signed copy of a document: inside it where the format has a place, beside it otherwise. */
public final class SignDocument {

    private static final String JWS = "application/jose";

    private SignDocument() {}

    public static Document sign(Format format, byte[] document, SigningKey key) {
        return switch (format) {
            case CYCLONEDX -> {
                byte[] signed = JsonSignature.sign(document, key);
                List<String> faults = CycloneDxWriter.faults(signed);
                Invariant.check(
                        faults.isEmpty(), "a signed bill in CycloneDX is valid, but: " + faults);
                yield new Document(format.word(), true, format.mediaType(), signed);
            }
            case SPDX, SWID ->
                    new Document(
                            format.word(), true, JWS, Jws.sign(document, format.mediaType(), key));
        };
    }
}
