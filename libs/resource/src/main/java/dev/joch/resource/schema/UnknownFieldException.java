package dev.joch.resource.schema;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Somebody asked about a kind or a field that does not exist. */
public final class UnknownFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String suggestion;

    UnknownFieldException(String problem, Optional<String> suggestion) {
        super(problem + suggestion.map(word -> ", did you mean " + word + "?").orElse(""));
        this.suggestion = suggestion.orElse(null);
    }

    /** What was probably meant. */
    public Optional<String> suggestion() {
        return Optional.ofNullable(suggestion);
    }
}
