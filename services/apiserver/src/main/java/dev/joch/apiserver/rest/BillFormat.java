package dev.joch.apiserver.rest;

import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.service.problem.ProblemException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A published format of bills of materials, chosen by a parameter or by the type of its document.
 */
enum BillFormat {
    CYCLONEDX("cyclonedx", "application/vnd.cyclonedx+json", "1.6"),
    SPDX("spdx", "application/spdx+json", "2.3"),
    SWID("swid", "application/swid+xml", "");

    private final String word;
    private final String type;
    private final String version;

    BillFormat(String word, String type, String version) {
        this.word = word;
        this.type = type;
        this.version = version;
    }

    /**
     * Fills in the format that the client accepts, unless it takes any; what was asked for stays.
     */
    static void choose(HttpRequestHead head, GetAgentBillRequest.Builder request) {
        List<Rendering.Wanted> wanted = Rendering.Wanted.of(head);
        if (wanted.isEmpty()) {
            return;
        }
        for (Rendering.Wanted entry : wanted) {
            if (entry.weight() > 0 && takesAny(entry.type())) {
                return;
            }
            Optional<BillFormat> fit =
                    Stream.of(values())
                            .filter(format -> entry.weight() > 0 && format.fits(entry))
                            .filter(format ->
                                    List.of("", format.word).contains(request.getFormat()))
                            .findFirst();
            if (fit.isPresent()) {
                request.setFormat(fit.get().word);
                return;
            }
        }
        String offered =
                Stream.of(values()).map(format -> format.type).collect(Collectors.joining(", "));
        throw new ProblemException(
                new RestProblem.NotAcceptable(Rendering.Wanted.shown(head), offered));
    }

    private static boolean takesAny(String type) {
        return switch (type) {
            case "*/*", "application/*", "application/json" -> true;
            default -> false;
        };
    }

    private boolean fits(Rendering.Wanted entry) {
        return entry.type().equals(type)
                && entry.parameters().stream()
                        .filter(parameter -> parameter.startsWith("version="))
                        .allMatch(parameter ->
                                parameter.replace("\"", "").equals("version=" + version));
    }
}
