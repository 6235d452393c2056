package dev.joch.cli.json;

/** A text that is not JSON. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonException(String message, int position) {
        super(message + " at character " + (position + 1));
    }
}
