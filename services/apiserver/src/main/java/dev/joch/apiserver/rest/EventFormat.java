package dev.joch.apiserver.rest;

import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resource.text.MessageJson;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How one change looks in a stream. */
sealed interface EventFormat {

    String mediaType();

    byte[] event(WatchResourcesResponse change);

    /** The last one, when the stream ends in a refusal. */
    byte[] error(byte[] json);

    /** A line of JSON each. */
    record Lines(Optional<TableJson> table) implements EventFormat {
        @Override
        public String mediaType() {
            return Rendering.LINES;
        }

        @Override
        public byte[] event(WatchResourcesResponse change) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            out.writeBytes(json(change, table));
            out.write('\n');
            return out.toByteArray();
        }

        @Override
        public byte[] error(byte[] json) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 1);
            out.writeBytes(json);
            out.write('\n');
            return out.toByteArray();
        }
    }

    /** Server-sent events; the id is what a browser sends back when it reconnects. */
    record Events() implements EventFormat {
        @Override
        public String mediaType() {
            return Rendering.EVENTS;
        }

        @Override
        public byte[] event(WatchResourcesResponse change) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            text(out, "event: " + change.getType() + "\n");
            if (!change.getResourceVersion().isEmpty()) {
                text(out, "id: " + change.getResourceVersion() + "\n");
            }
            text(out, "data: ");
            out.writeBytes(json(change, Optional.empty()));
            text(out, "\n\n");
            return out.toByteArray();
        }

        @Override
        public byte[] error(byte[] json) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 32);
            text(out, "event: ERROR\ndata: ");
            out.writeBytes(json);
            text(out, "\n\n");
            return out.toByteArray();
        }

        private static void text(ByteArrayOutputStream out, String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] json(WatchResourcesResponse change, Optional<TableJson> table) {
        if (table.isEmpty() || !change.hasObject()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            try {
                MessageJson.write(change, out);
            } catch (IOException e) {
                throw new UncheckedIOException("memory cannot fail to be written", e);
            }
            return out.toByteArray();
        }
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", change.getType());
            json.writeFieldName("object");
            table.get().one(change.getObject(), json);
            json.writeStringField("resourceVersion", change.getResourceVersion());
            json.writeEndObject();
        });
    }
}
