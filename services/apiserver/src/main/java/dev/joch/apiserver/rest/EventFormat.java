package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.api.v1.FollowExecutionEventsResponse;
import dev.joch.api.v1.FollowExecutionLogResponse;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resource.text.MessageJson;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How one message looks in a stream. */
sealed interface EventFormat {

    String mediaType();

    byte[] event(Message message);

    /** The last one, when the stream ends in a refusal. */
    byte[] error(byte[] json);

    /** A line of JSON each. */
    record Lines(Optional<TableJson> table) implements EventFormat {
        @Override
        public String mediaType() {
            return Rendering.LINES;
        }

        @Override
        public byte[] event(Message message) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            out.writeBytes(json(message, table));
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
        public byte[] event(Message message) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            if (message instanceof WatchResourcesResponse change) {
                text(out, "event: " + change.getType() + "\n");
            }
            String place = place(message);
            if (!place.isEmpty()) {
                text(out, "id: " + place + "\n");
            }
            text(out, "data: ");
            out.writeBytes(json(message, Optional.empty()));
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

        /** From where the stream can be resumed. */
        private static String place(Message message) {
            return switch (message) {
                case WatchResourcesResponse change -> change.getResourceVersion();
                case FollowExecutionLogResponse piece -> piece.getNext();
                case FollowExecutionEventsResponse event -> event.getNext();
                default -> "";
            };
        }

        private static void text(ByteArrayOutputStream out, String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] json(Message message, Optional<TableJson> table) {
        if (table.isPresent()
                && message instanceof WatchResourcesResponse change
                && change.hasObject()) {
            return row(change, table.get());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            MessageJson.write(message, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return out.toByteArray();
    }

    private static byte[] row(WatchResourcesResponse change, TableJson table) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", change.getType());
            json.writeFieldName("object");
            table.one(change.getObject(), json);
            json.writeStringField("resourceVersion", change.getResourceVersion());
            json.writeEndObject();
        });
    }
}
