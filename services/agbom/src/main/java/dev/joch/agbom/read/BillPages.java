package dev.joch.agbom.read;

import dev.joch.agbom.store.BillQuery.After;
import dev.joch.agbom.store.Lineage;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a list goes on: behind the last agent of the page before. */
public final class BillPages {

    private BillPages() {}

    public static String token(Lineage last) {
        String text = last.namespace() + "\n" + last.agent();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public static After after(String token) {
        if (token.isEmpty()) {
            return After.NOTHING;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            if (end > 0) {
                return new After(text.substring(0, end), text.substring(end + 1));
            }
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    private static ProblemException invalid(@Nullable IllegalArgumentException cause) {
        return new ProblemException(
                new ServiceProblem.InvalidRequest(
                        "page_token", "it is none of this list; begin again without one"),
                cause);
    }
}
