package dev.joch.server.split;

import dev.joch.api.v1.VerifyAuditLogResponse;
import dev.joch.testkit.check.Batches;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.check.RegisterModel;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The audit log is whole, and knows every mutation that was acknowledged, before it was done. */
final class AuditCheck {

    private static final String INTENT = "intent";

    private AuditCheck() {}

    static List<Finding> findings(GrpcApi api, History history) {
        List<Finding> findings = new ArrayList<>();
        VerifyAuditLogResponse verified = api.verifyAudit();
        if (!verified.getIntact()) {
            verified.getFaultsList()
                    .forEach(
                            fault -> findings.add(new Finding("audit", "chain", fault.toString())));
            findings.add(new Finding("audit", "chain", "is not intact"));
        }
        Set<String> intents = new HashSet<>();
        for (String verb : List.of("apply", "delete")) {
            api.auditRecords(
                    verb,
                    record -> {
                        if (record.getOutcome().equals(INTENT)) {
                            intents.add(record.getRequestId() + " " + record.getResource());
                            intents.add(record.getResource());
                        }
                    });
        }
        for (Operation operation : history.operations()) {
            if (operation.isOk() && operation.name().equals(Batches.APPLY)) {
                operation.arguments().keySet().stream()
                        .filter(key ->
                                !intents.contains((operation.key() + " " + resource(key)).strip()))
                        .forEach(key -> findings.add(missing(operation, key)));
            } else if (operation.isOk() && isMutation(operation)) {
                if (!intents.contains(resource(operation.key()))) {
                    findings.add(missing(operation, operation.key()));
                }
            }
        }
        return findings;
    }

    private static boolean isMutation(Operation operation) {
        return operation.name().equals(RegisterModel.UPDATE)
                || operation.name().equals(RegisterModel.DELETE);
    }

    private static String resource(String key) {
        return Doc.KIND + "/" + key;
    }

    private static Finding missing(Operation operation, String key) {
        return new Finding("audit", key, "no intent is recorded for " + operation);
    }
}
