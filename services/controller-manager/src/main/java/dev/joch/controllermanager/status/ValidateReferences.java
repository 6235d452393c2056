package dev.joch.controllermanager.status;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;

/** Says which references lead nowhere. Pure. */
public final class ValidateReferences {

    private static final int MOST_NAMED = 5;

    private ValidateReferences() {}

    /**
     * Writes the conditions.
     *
     * @return whether everything that has to be there is there
     */
    public static boolean into(StatusDraft draft, List<Resolved> references) {
        List<String> missing = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        boolean namesPolicies = false;
        for (Resolved resolved : references) {
            Reference reference = resolved.reference();
            boolean policy = reference.kind().equals("Policy");
            namesPolicies |= policy;
            String fault = fault(resolved);
            if (fault.isEmpty()) {
                continue;
            }
            if (policy) {
                policies.add(fault);
            } else if (reference.soft()) {
                absent.add(fault);
            } else {
                missing.add(fault);
            }
        }
        if (missing.isEmpty()) {
            draft.yes(
                    "ReferencesResolved",
                    absent.isEmpty() ? "Resolved" : "SomeAbsent",
                    absent.isEmpty() ? "" : words(absent));
        } else {
            draft.no("ReferencesResolved", "ReferenceMissing", words(missing));
        }
        if (namesPolicies) {
            draft.is(
                    "PoliciesResolved",
                    policies.isEmpty(),
                    policies.isEmpty() ? "Resolved" : "PolicyMissing",
                    words(policies));
        }
        return missing.isEmpty();
    }

    private static String fault(Resolved resolved) {
        Reference reference = resolved.reference();
        if (resolved.target().isEmpty()) {
            return reference.path()
                    + ": "
                    + reference.kind()
                    + " "
                    + reference.name()
                    + " does not exist";
        }
        String wanted = reference.provider();
        String provider = provider(resolved.target().get());
        if (reference.form() == Reference.Form.MODEL
                && wanted != null
                && !provider.isEmpty()
                && !provider.equals(wanted)) {
            return reference.path()
                    + ": Model "
                    + reference.name()
                    + " is of "
                    + provider
                    + ", not of "
                    + wanted;
        }
        return "";
    }

    private static String provider(Resource model) {
        try {
            return model.getSpec().is(ModelSpec.class)
                    ? model.getSpec().unpack(ModelSpec.class).getProvider()
                    : "";
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }

    /** The first few, and how many more. */
    public static String words(List<String> faults) {
        String first = String.join("; ", faults.subList(0, Math.min(faults.size(), MOST_NAMED)));
        int more = faults.size() - MOST_NAMED;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
