package dev.joch.apiserver.execution;

import dev.joch.common.v1.Caller;
import dev.joch.service.id.Ids;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of runs that got none: in order of time, or the same again for the same request. */
final class ExecutionNames {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS_OF_DIGIT = 5;
    private static final int LENGTH = 16;

    private final Ids ids;

    ExecutionNames(Ids ids) {
        this.ids = ids;
    }

    String next(Caller caller, String namespace, String requestId) {
        if (requestId.isEmpty()) {
            return name(ids.next());
        }
        String scope =
                String.join(
                        "\n",
                        caller.getTenant(),
                        namespace,
                        caller.getMethod(),
                        caller.getSubject(),
                        requestId);
        return name(UUID.nameUUIDFromBytes(scope.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first 80 bits: of a new id these are its time and 28 bits of chance. */
    private static String name(UUID id) {
        StringBuilder name = new StringBuilder("exec-");
        for (int digit = 0; digit < LENGTH; digit++) {
            int from = digit * BITS_OF_DIGIT;
            int value = 0;
            for (int bit = from; bit < from + BITS_OF_DIGIT; bit++) {
                value = value << 1 | bit(id, bit);
            }
            name.append(DIGITS.charAt(value));
        }
        return name.toString();
    }

    private static int bit(UUID id, int position) {
        long half =
                position < Long.SIZE ? id.getMostSignificantBits() : id.getLeastSignificantBits();
        return (int) (half >>> (Long.SIZE - 1 - position % Long.SIZE)) & 1;
    }
}
