package dev.joch.resourcestore;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

/** Shapes that every request must have. */
public final class RequestLimits {

    /** Longest tenant, kind, namespace or name: seven of them have to fit into one index entry. */
    public static final int LONGEST_NAME = 253;

    private RequestLimits() {}

    public static void key(Key key, String field) {
        tenant(key.tenant(), field + ".tenant");
        text(key.kind(), 1, LONGEST_NAME, field + ".kind");
        text(key.namespace(), 0, LONGEST_NAME, field + ".namespace");
        text(key.name(), 1, LONGEST_NAME, field + ".name");
    }

    public static void tenant(String tenant, String field) {
        text(tenant, 1, LONGEST_NAME, field);
        if (tenant.equals("*")) {
            throw refused(field, "name one tenant");
        }
    }

    /**
     * Text of a length in UTF-8, without control characters: no store keeps a zero character in a
     * key. One that a database refused would fail all who share its commit.
     */
    public static void text(String text, int least, int most, String field) {
        if (text.length() < least) {
            throw refused(field, "must not be empty");
        }
        if (text.length() > most || bytes(text, field) > most) {
            throw refused(field, "must be at most " + most + " bytes long");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw refused(field, "must not hold control characters");
            }
        }
    }

    private static int bytes(String text, String field) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                bytes += 4;
                i++;
            } else {
                throw refused(field, "must be valid Unicode");
            }
        }
        return bytes;
    }

    public static void size(long count, long least, long most, String field) {
        if (count < least || count > most) {
            throw refused(field, "must be between " + least + " and " + most + ", is " + count);
        }
    }

    private static ProblemException refused(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
