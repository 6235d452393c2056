package dev.joch.agbom.generate;

import com.google.protobuf.Timestamp;

import dev.joch.agbom.AgBomProblem;
import dev.joch.agbom.content.Content;
import dev.joch.agbom.content.ContentText;
import dev.joch.agbom.content.DescribeAgent;
import dev.joch.agbom.content.Settings;
import dev.joch.agbom.format.Edition;
import dev.joch.agbom.format.Format;
import dev.joch.agbom.format.Writers;
import dev.joch.agbom.sign.SignDocument;
import dev.joch.agbom.sign.SigningKey;
import dev.joch.agbom.store.Bill;
import dev.joch.agbom.store.BillStore;
import dev.joch.agbom.store.Document;
import dev.joch.agbom.store.Lineage;
import dev.joch.agbom.store.NewBill;
import dev.joch.event.v1.AgBOMUpdated;
import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the bill of an agent anew, as a new generation only when its content changed.
 *
 * <p>The newest generation is read before the ingredients: if another call commits meanwhile, this
 * one cannot, and begins again with what is true then. So the newest generation never shows an
 * older state than the one before it, and calls side by side make one generation.
 */
public final class GenerateBill {

    private static final int MOST_ATTEMPTS = 16;

    private final GatherIngredients gather;
    private final DescribeAgent describe;
    private final Writers writers;
    private final @Nullable SigningKey key;
    private final BillStore store;
    private final Events events;
    private final InstantSource clock;

    GenerateBill(
            GatherIngredients gather,
            DescribeAgent describe,
            Papers papers,
            BillStore store,
            Events events,
            InstantSource clock) {
        this.gather = gather;
        this.describe = describe;
        this.writers = papers.writers();
        this.key = papers.key();
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What became of it.
     *
     * @param created the generation is there since this call
     */
    public record Outcome(Bill bill, boolean created) {}

    /**
     * @param least revision of the store that must have been seen; 0 for whatever is there
     */
    public Outcome generate(ResourceKey agent, long least) {
        Lineage lineage = new Lineage(agent.getTenant(), agent.getNamespace(), agent.getName());
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Bill> newest = store.newest(lineage);
            GatherIngredients.Gathered gathered = gather.gather(agent, least);
            check(agent, gathered);
            Content content = describe.describe(gathered.ingredients());
            Settings settings = gathered.ingredients().settings();
            byte[] text = ContentText.write(content);
            String digest = ContentText.digest(text, settings);
            if (newest.isPresent() && newest.get().contentDigest().equals(digest)) {
                return new Outcome(newest.get(), false);
            }
            Bill bill =
                    new Bill(
                            lineage,
                            newest.map(Bill::generation).orElse(0L) + 1,
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            gathered.manifestDigest(),
                            gathered.ingredients().manifest().getAgent().getGeneration(),
                            digest,
                            settings.formats(),
                            settings.signed(),
                            content.risks(),
                            content.names("MCPServer"));
            if (store.append(new NewBill(bill, text, write(content, bill), event(agent, bill)))) {
                return new Outcome(bill, true);
            }
        }
        throw new ProblemException(new AgBomProblem.BillContended(agent.getName()));
    }

    private void check(ResourceKey agent, GatherIngredients.Gathered gathered) {
        if (!gathered.agentThere()) {
            throw new ProblemException(new AgBomProblem.AgentNotFound(ResourceKeys.text(agent)));
        }
        if (gathered.ingredients().manifest().getObservability().getAgbom().equals("disabled")) {
            throw new ProblemException(new AgBomProblem.AgBomDisabled(ResourceKeys.text(agent)));
        }
        if (gathered.ingredients().settings().signed() && key == null) {
            throw new ProblemException(
                    new AgBomProblem.SigningKeyMissing(ResourceKeys.text(agent)));
        }
    }

    private List<Document> write(Content content, Bill bill) {
        Edition edition = edition(bill);
        List<Document> documents = new ArrayList<>();
        for (String word : bill.formats()) {
            Format format =
                    Format.named(word)
                            .orElseThrow(() -> new IllegalArgumentException("no format " + word));
            byte[] body = writers.of(format).write(content, edition);
            documents.add(new Document(word, false, format.mediaType(), body));
            SigningKey signer = key;
            if (bill.signed() && signer != null) {
                documents.add(SignDocument.sign(format, body, signer));
            }
        }
        return documents;
    }

    private static Edition edition(Bill bill) {
        Lineage lineage = bill.lineage();
        return new Edition(
                lineage.tenant(),
                lineage.namespace(),
                lineage.agent(),
                bill.generation(),
                bill.generatedAt());
    }

    private Event event(ResourceKey agent, Bill bill) {
        Instant now = bill.generatedAt();
        AgBOMUpdated updated =
                AgBOMUpdated.newBuilder()
                        .setContext(
                                EventContext.newBuilder()
                                        .setTenant(agent.getTenant())
                                        .setTimestamp(
                                                Timestamp.newBuilder()
                                                        .setSeconds(now.getEpochSecond())
                                                        .setNanos(now.getNano()))
                                        .setAgentVersion(bill.agentGeneration())
                                        .setAgent(
                                                AgentName.newBuilder()
                                                        .setNamespace(agent.getNamespace())
                                                        .setName(agent.getName())))
                        .setAgent(agent)
                        .setGeneration(bill.generation())
                        .setManifestDigest(bill.manifestDigest())
                        .build();
        return events.of(updated, ResourceKeys.text(agent), agent.getTenant());
    }
}
