package dev.joch.admission.review;

import dev.joch.admission.AdmissionConfig;
import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.preflight.Preflight;
import dev.joch.admission.rules.BatchRules;
import dev.joch.admission.rules.CycleRule;
import dev.joch.admission.rules.EnvelopeRules;
import dev.joch.admission.rules.EnvironmentRule;
import dev.joch.admission.rules.LabelRules;
import dev.joch.admission.rules.NameRules;
import dev.joch.admission.rules.OwnerRule;
import dev.joch.admission.rules.OwnershipRule;
import dev.joch.admission.rules.ReferenceRules;
import dev.joch.admission.rules.Resolution;
import dev.joch.admission.rules.SchemaRules;
import dev.joch.admission.rules.SpecRules;
import dev.joch.admission.rules.TriggerRules;
import dev.joch.admission.v1.Admitted;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.catalogue.Catalogue;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reviews a batch as a whole. */
public final class ReviewBatch {

    private final AdmissionConfig config;
    private final Catalogue catalogue;
    private final Preflight preflight;
    private final SchemaRules schema;

    public ReviewBatch(AdmissionConfig config, Catalogue catalogue, Preflight preflight) {
        this(config, catalogue, preflight, new SchemaRules());
    }

    public ReviewBatch(
            AdmissionConfig config, Catalogue catalogue, Preflight preflight, SchemaRules schema) {
        this.config = config;
        this.catalogue = catalogue;
        this.preflight = preflight;
        this.schema = schema;
    }

    /**
     * A review without a server: of the documents alone, with warnings where only a server would
     * know.
     */
    public static ReviewBatch offline() {
        return new ReviewBatch(
                AdmissionConfig.standard(), Catalogue.offline(), new EnvironmentPreflight());
    }

    /**
     * @param tenant tenant of the caller
     * @param namespace namespace of documents that name none
     */
    public Review review(String tenant, String namespace, List<ReviewDocument> documents) {
        List<Draft> drafts = new ArrayList<>();
        for (ReviewDocument document : documents) {
            drafts.add(
                    Draft.of(
                            document,
                            tenant,
                            namespace.isEmpty() ? "default" : namespace,
                            config.defaultEnvironment()));
        }
        return review(tenant, new LookUp(catalogue, tenant).all(drafts));
    }

    private Review review(String tenant, LookUp.Known known) {
        List<Draft> drafts = known.drafts();
        Resolution resolution = known.resolution();
        Findings findings = new Findings();
        alone(drafts, findings);
        Set<ResourceKey> followed = together(tenant, drafts, resolution, findings);
        Map<Integer, List<String>> policies = preflight.check(tenant, drafts, resolution, findings);
        return new Review(
                drafts.stream().map(draft -> admitted(draft, resolution, policies)).toList(),
                findings.all(),
                catalogue.complete()
                        ? Reliance.of(tenant, drafts, resolution, followed)
                        : List.of());
    }

    private void alone(List<Draft> drafts, Findings findings) {
        for (Draft draft : drafts) {
            TimeLeft.require();
            EnvelopeRules.check(draft, findings);
            NameRules.check(draft, findings);
            LabelRules.check(draft, findings);
            schema.check(draft, findings);
            SpecRules.check(draft, findings);
            if (config.requireOwner()) {
                OwnerRule.check(draft, findings);
            }
        }
    }

    /**
     * @return stored resources whose references had a part in the verdict
     */
    private Set<ResourceKey> together(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings) {
        BatchRules.check(tenant, drafts, findings);
        ReferenceRules references = new ReferenceRules(resolution, catalogue.complete());
        EnvironmentRule environments =
                new EnvironmentRule(
                        tenant, config.defaultEnvironment(), resolution, catalogue.complete());
        TriggerRules triggers = new TriggerRules(resolution, findings);
        for (Draft draft : drafts) {
            TimeLeft.require();
            references.check(draft, findings);
            triggers.check(draft);
            environments.check(draft, findings);
        }
        Set<ResourceKey> followed =
                new LinkedHashSet<>(CycleRule.check(drafts, resolution, findings));
        followed.addAll(OwnershipRule.check(drafts, resolution, catalogue.complete(), findings));
        return followed;
    }

    private static Admitted admitted(
            Draft draft, Resolution resolution, Map<Integer, List<String>> policies) {
        Admitted.Builder admitted =
                Admitted.newBuilder()
                        .setDocument(draft.document())
                        .setResource(draft.resource())
                        .setEnvironment(draft.environment())
                        .addAllEffectivePolicies(
                                policies.getOrDefault(draft.document(), List.of()));
        draft.references().stream()
                // a soft reference must not keep its target from being deleted
                .filter(reference -> !reference.soft())
                .flatMap(reference -> resolution.resolve(draft, reference).stream())
                .map(Resolution.Target::key)
                .distinct()
                .forEach(admitted::addReferences);
        return admitted.build();
    }
}
