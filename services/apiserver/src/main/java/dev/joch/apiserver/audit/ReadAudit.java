package dev.joch.apiserver.audit;

import com.google.protobuf.Timestamp;

import dev.joch.api.v1.AuditRecord;
import dev.joch.api.v1.ListAuditRecordsRequest;
import dev.joch.api.v1.ListAuditRecordsResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Pages through the records of one tenant. */
final class ReadAudit {

    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_PAGE = 1000;

    private final AuditStore store;

    ReadAudit(AuditStore store) {
        this.store = store;
    }

    ListAuditRecordsResponse list(String tenant, ListAuditRecordsRequest request) {
        if (request.getPageSize() < 0 || request.getPageSize() > MOST_PAGE) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "page_size", "must be between 0 and " + MOST_PAGE));
        }
        int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
        AuditQuery query =
                new AuditQuery(
                        AuditText.clean(request.getSubject(), 320),
                        AuditText.clean(request.getVerb(), 64),
                        AuditText.clean(request.getResource(), 1024),
                        micros(request.getSince()),
                        after(request),
                        request.getDescending(),
                        size + 1);
        List<AuditRow> rows = store.list(tenant, query);
        ListAuditRecordsResponse.Builder page = ListAuditRecordsResponse.newBuilder();
        rows.stream().limit(size).forEach(row -> page.addRecords(record(row)));
        if (rows.size() > size) {
            page.setNextPageToken(token(request, rows.get(size - 1).sequence()));
        }
        return page.build();
    }

    static AuditRecord record(AuditRow row) {
        AuditDraft draft = row.draft();
        long micros = draft.timeMicros();
        return AuditRecord.newBuilder()
                .setSequence(row.sequence())
                .setTime(
                        Timestamp.newBuilder()
                                .setSeconds(Math.floorDiv(micros, 1_000_000L))
                                .setNanos((int) Math.floorMod(micros, 1_000_000L) * 1_000))
                .setRequestId(draft.requestId())
                .setSubject(draft.subject())
                .setMethod(draft.method())
                .setVerb(draft.verb())
                .setResource(draft.resource())
                .addAllEffectivePolicies(draft.effectivePolicies())
                .setOutcome(draft.outcome())
                .setRequestDigest(draft.requestDigest())
                .setPeer(draft.peer())
                .setPreviousHash(HexFormat.of().formatHex(row.previousHash()))
                .setHash(row.hashText())
                .build();
    }

    private static long micros(Timestamp time) {
        return time.getSeconds() * 1_000_000L + time.getNanos() / 1_000;
    }

    /** Belongs to one list: continuing another with it would skip records unseen. */
    private static String token(ListAuditRecordsRequest request, long sequence) {
        String text = "1." + listOf(request) + "." + sequence;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String listOf(ListAuditRecordsRequest request) {
        ListAuditRecordsRequest same = request.toBuilder().clearPageToken().clearPageSize().build();
        return Integer.toHexString(java.util.Arrays.hashCode(same.toByteArray()));
    }

    private static long after(ListAuditRecordsRequest request) {
        if (request.getPageToken().isEmpty()) {
            return 0;
        }
        try {
            String text =
                    new String(
                            Base64.getUrlDecoder().decode(request.getPageToken()),
                            StandardCharsets.UTF_8);
            String start = "1." + listOf(request) + ".";
            if (text.startsWith(start)) {
                long sequence = Long.parseLong(text.substring(start.length()));
                if (sequence > 0) {
                    return sequence;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new AuditProblem.BadPageToken(), e);
        }
        throw new ProblemException(new AuditProblem.BadPageToken());
    }
}
