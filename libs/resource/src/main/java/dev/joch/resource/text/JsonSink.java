package dev.joch.resource.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a tree as JSON. Closing it flushes, but leaves the stream below open. */
final class JsonSink implements TreeSink {
    private static final JsonFactory FACTORY =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                    .withObjectEmptySeparator("")
                                    .withArrayEmptySeparator("")
                                    .withRootSeparator("\n"))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final JsonGenerator out;

    JsonSink(JsonGenerator out) {
        this.out = out;
    }

    static JsonSink compact(OutputStream stream) throws IOException {
        JsonGenerator out = FACTORY.createGenerator(stream);
        out.setRootValueSeparator(new SerializedString("\n"));
        return new JsonSink(out);
    }

    static JsonSink pretty(OutputStream stream) throws IOException {
        JsonGenerator out = FACTORY.createGenerator(stream);
        out.setPrettyPrinter(PRETTY.createInstance());
        return new JsonSink(out);
    }

    @Override
    public void startMapping() throws IOException {
        out.writeStartObject();
    }

    @Override
    public void endMapping() throws IOException {
        out.writeEndObject();
    }

    @Override
    public void startSequence() throws IOException {
        out.writeStartArray();
    }

    @Override
    public void endSequence() throws IOException {
        out.writeEndArray();
    }

    @Override
    public void key(String key) throws IOException {
        out.writeFieldName(key);
    }

    @Override
    public void field(SerializedString name) throws IOException {
        out.writeFieldName(name);
    }

    @Override
    public void text(String text) throws IOException {
        out.writeString(text);
    }

    @Override
    public void bool(boolean value) throws IOException {
        out.writeBoolean(value);
    }

    @Override
    public void whole(long value) throws IOException {
        out.writeNumber(value);
    }

    @Override
    public void number(String digits) throws IOException {
        out.writeNumber(digits);
    }

    @Override
    public void nothing() throws IOException {
        out.writeNull();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
