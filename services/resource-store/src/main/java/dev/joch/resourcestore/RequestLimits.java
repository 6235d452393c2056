package dev.joch.resourcestore;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

/** Shapes that every request must have. */
public final class RequestLimits {

    /** Longest tenant, kind, namespace or name. */
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

    /** Text of a length, without control characters: no store keeps a zero character in a key. */
    public static void text(String text, int least, int most, String field) {
        if (text.length() < least) {
            throw refused(field, "must not be empty");
        }
        if (text.length() > most) {
            throw refused(field, "must be at most " + most + " characters long");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw refused(field, "must not hold control characters");
            }
        }
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
