package dev.joch.cli.manifest;

import dev.joch.cli.api.Reference;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.problem.Finding;
import dev.joch.cli.session.Session;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;

/** The resources that manifests name, whatever else they say. */
public final class ManifestNames {

    private ManifestNames() {}

    public static List<Reference> in(List<ManifestText> texts, Session session) {
        Decoded decoded = OfflineReview.decode(texts);
        List<Reference> references = new ArrayList<>();
        for (DecodedDocument document : decoded.documents()) {
            Resource resource = document.resource();
            if (!resource.getKind().isEmpty() && !resource.getMetadata().getName().isEmpty()) {
                references.add(reference(session, resource));
            }
        }
        if (references.isEmpty()) {
            List<Finding> findings =
                    decoded.diagnostics().stream().map(OfflineReview::finding).toList();
            throw new FailureException(
                    new Failure.Invalid("the manifests name no resource", findings));
        }
        return references;
    }

    private static Reference reference(Session session, Resource resource) {
        KindRow kind = session.kinds().require(resource.getKind());
        String given = resource.getMetadata().getNamespace();
        return Reference.of(
                kind,
                given.isEmpty() ? session.settings().namespace() : given,
                resource.getMetadata().getName());
    }
}
