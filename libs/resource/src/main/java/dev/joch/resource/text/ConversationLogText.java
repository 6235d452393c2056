package dev.joch.resource.text;

import dev.joch.resource.v1alpha1.ConversationLog;

import java.io.IOException;
import java.io.OutputStream;

/** The portable log of a conversation: a document whose root key is {@code conversation}. */
public final class ConversationLogText {
    static final String ROOT = "conversation";

    private ConversationLogText() {}

    public static DecodedMessage<ConversationLog> decode(Text text, DecodeLimits limits) {
        return MessageText.decode(text, ROOT, ConversationLog.getDefaultInstance(), limits);
    }

    public static void writeYaml(ConversationLog log, OutputStream out) throws IOException {
        try (YamlSink sink = new YamlSink(out)) {
            write(log, sink);
        }
    }

    public static void writeJson(ConversationLog log, OutputStream out) throws IOException {
        try (JsonSink sink = JsonSink.pretty(out)) {
            write(log, sink);
        }
    }

    private static void write(ConversationLog log, TreeSink sink) throws IOException {
        sink.startMapping();
        sink.key(ROOT);
        MessagePrinter.of(log).print(log, sink);
        sink.endMapping();
    }
}
