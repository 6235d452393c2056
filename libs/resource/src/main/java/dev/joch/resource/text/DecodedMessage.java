package dev.joch.resource.text;

import com.google.protobuf.Message;

import dev.joch.common.v1.Diagnostic;

import java.util.List;

/**
 * A message that is no resource, read from text.
 *
 * @param message what could be read of it
 * @param positions where its fields stood
 * @param diagnostics what is wrong with it
 * @param omitted how many more diagnostics there were than the limit allows to list
 */
public record DecodedMessage<M extends Message>(
        M message, SourceMap positions, List<Diagnostic> diagnostics, int omitted) {

    public DecodedMessage {
        diagnostics = List.copyOf(diagnostics);
    }
}
