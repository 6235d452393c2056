package dev.joch.apiserver.resource;

import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.catalogue.run.PhaseWords;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.text.DurationText;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filters that lists of executions have, as a selector of fields.
 *
 * <p>A length of time is one of the moment at which the first page was asked for. All pages must
 * answer the same question, so that moment goes along in the page token.
 *
 * @param fields with what the caller selects besides
 * @param pageToken as the store knows it
 * @param moment put before the token of the next page; empty where no length of time is given
 */
record ExecutionFilter(String fields, String pageToken, String moment) {

    private static final String KIND = "Execution";
    private static final String PENDING = PhaseWords.word(RunPhase.RUN_PHASE_PENDING);
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,15})\\.(.*)");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Whether a list is about executions and nothing else. */
    static boolean concerns(List<Kind> kinds) {
        return kinds.size() == 1 && kinds.getFirst().kind().equals(KIND);
    }

    static ExecutionFilter of(ListResourcesRequest request, InstantSource clock) {
        List<String> terms = new ArrayList<>();
        if (!request.getFieldSelector().isEmpty()) {
            terms.add(request.getFieldSelector());
        }
        if (!request.getAgent().isEmpty()) {
            terms.add("spec.agentRef.name=" + escaped(request.getAgent()));
        }
        if (!request.getPhase().isEmpty()) {
            terms.addAll(phase(request.getPhase()));
        }
        String token = request.getPageToken();
        String moment = "";
        if (!request.getSince().isEmpty()) {
            Instant now = clock.instant();
            Matcher paged = TOKEN.matcher(token);
            boolean length = !request.getSince().contains("T");
            if (length && paged.matches()) {
                now = Instant.ofEpochMilli(Long.parseLong(paged.group(1)));
                token = paged.group(2);
            }
            moment = length ? now.toEpochMilli() + "." : "";
            terms.add(
                    "metadata.creationTimestamp>="
                            + since(request.getSince(), Instant.ofEpochMilli(now.toEpochMilli())));
        }
        return new ExecutionFilter(String.join(",", terms), token, moment);
    }

    /** The token of the next page, as the caller gets it. */
    String next(String token) {
        return token.isEmpty() ? "" : moment + token;
    }

    /** A run without a status waits, too: nobody has looked at it yet. */
    private static List<String> phase(String wanted) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(RunPhase.values()).map(PhaseWords::word).forEach(words::add);
        if (!words.contains(wanted)) {
            throw refused("phase", "can be " + String.join(", ", words));
        }
        return wanted.equals(PENDING)
                ? words.stream()
                        .filter(word -> !word.equals(PENDING))
                        .map(word -> "status.phase!=" + word)
                        .toList()
                : List.of("status.phase=" + wanted);
    }

    private static Instant since(String text, Instant now) {
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
            Duration length = DurationText.parse(text);
            if (length.compareTo(LONGEST) <= 0) {
                return now.minus(length);
            }
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            // said below, for all of them
        }
        throw refused(
                "since", "is a length of time such as 24h or a time such as 2026-05-10T10:00:00Z");
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\,=])", "\\\\$1");
    }

    /** Refuses what other lists cannot be asked with. */
    static void none(String field, String value, String who) {
        if (!value.isEmpty()) {
            throw refused(field, "is for " + who + "; use selector or fieldSelector");
        }
    }

    private static ProblemException refused(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
