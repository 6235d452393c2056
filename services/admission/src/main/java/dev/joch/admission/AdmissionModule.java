package dev.joch.admission;

import dev.joch.admission.preflight.EnginePreflight;
import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.preflight.Preflight;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.admission.rules.SchemaRules;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Wiring of admission. */
@Factory
@Requires(property = "joch-runs.admission")
final class AdmissionModule {

    @Singleton
    AdmissionConfig admissionConfig(
            @Property(name = "joch.admission.require-owner") boolean requireOwner,
            @Property(name = "joch.admission.default-environment") String defaultEnvironment,
            @Property(name = "joch.admission.policy-engine.enabled") boolean policyEngine) {
        return new AdmissionConfig(requireOwner, defaultEnvironment, policyEngine);
    }

    @Singleton
    Preflight preflight(AdmissionConfig config, MeshChannels channels) {
        Preflight environment = new EnvironmentPreflight();
        return config.policyEngine()
                ? new EnginePreflight(environment, channels.to("policy-engine"))
                : environment;
    }

    @Singleton
    SchemaRules schemaRules() {
        return new SchemaRules();
    }

    @Singleton
    WarmRules warmRules(SchemaRules schema) {
        return new WarmRules(schema);
    }

    @Singleton
    ReviewBatch reviewBatch(
            AdmissionConfig config,
            MeshChannels channels,
            Preflight preflight,
            SchemaRules schema) {
        return new ReviewBatch(
                config, new StoreCatalogue(channels.to("resource-store")), preflight, schema);
    }

    @Singleton
    @Named("admission")
    MeshEndpoint admissionEndpoint(ReviewBatch reviewBatch) {
        return new MeshEndpoint("admission", new AdmissionEndpoint(reviewBatch));
    }
}
