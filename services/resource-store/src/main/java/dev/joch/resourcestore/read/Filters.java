package dev.joch.resourcestore.read;

import dev.joch.common.v1.Caller;
import dev.joch.resource.field.FieldSelector;
import dev.joch.resource.field.InvalidSelectorException;
import dev.joch.resource.field.LabelSelector;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.RequestLimits;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;

import java.util.Set;
import java.util.function.Predicate;

/** The filter of a request as a selection. */
public final class Filters {

    /** Names all tenants. */
    public static final String ALL_TENANTS = "*";

    private static final int MOST_KINDS = 64;
    private static final int MOST_NAMESPACES = 1_000;
    private static final int LONGEST_SELECTOR = 4_096;

    private Filters() {}

    public static Selection selection(Filter filter) {
        RequestLimits.size(filter.getKindsCount(), 0, MOST_KINDS, "filter.kinds");
        RequestLimits.size(filter.getNamespacesCount(), 0, MOST_NAMESPACES, "filter.namespaces");
        filter.getKindsList()
                .forEach(kind ->
                        RequestLimits.text(kind, 1, RequestLimits.LONGEST_NAME, "filter.kinds"));
        filter.getNamespacesList()
                .forEach(namespace ->
                        RequestLimits.text(
                                namespace, 0, RequestLimits.LONGEST_NAME, "filter.namespaces"));
        boolean all = filter.getTenant().equals(ALL_TENANTS);
        if (all) {
            requireService(Callers.current());
        } else {
            RequestLimits.tenant(filter.getTenant(), "filter.tenant");
        }
        return new Selection(
                all ? null : filter.getTenant(),
                Set.copyOf(filter.getKindsList()),
                Set.copyOf(filter.getNamespacesList()),
                selector(filter));
    }

    private static Predicate<Resource> selector(Filter filter) {
        RequestLimits.text(filter.getLabelSelector(), 0, LONGEST_SELECTOR, "filter.label_selector");
        RequestLimits.text(filter.getFieldSelector(), 0, LONGEST_SELECTOR, "filter.field_selector");
        LabelSelector labels = labels(filter);
        FieldSelector fields = fields(filter);
        if (fields.terms().isEmpty()) {
            return labels;
        }
        return labels.requirements().isEmpty() ? fields : labels.and(fields);
    }

    private static LabelSelector labels(Filter filter) {
        try {
            return LabelSelector.parse(filter.getLabelSelector());
        } catch (InvalidSelectorException e) {
            throw invalid("filter.label_selector", e);
        }
    }

    private static FieldSelector fields(Filter filter) {
        try {
            return FieldSelector.parse(filter.getFieldSelector());
        } catch (InvalidSelectorException e) {
            throw invalid("filter.field_selector", e);
        }
    }

    private static ProblemException invalid(String field, InvalidSelectorException cause) {
        String problem = cause.problem() + "; " + cause.fix();
        return new ProblemException(new ResourceStoreProblem.InvalidSelector(field, problem));
    }

    /**
     * A service says so itself; on a network the mesh has checked its key before it is believed.
     */
    private static void requireService(Caller caller) {
        if (!caller.getMethod().equals("service")) {
            throw new ProblemException(new ResourceStoreProblem.AllTenantsDenied());
        }
    }
}
