package dev.joch.compiler.service;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.CatalogueFeed;
import dev.joch.catalogue.Records;
import dev.joch.compiler.CompilerConfig;
import dev.joch.compiler.CompilerProblem;
import dev.joch.compiler.compile.Compilation;
import dev.joch.compiler.compile.CompileAgent;
import dev.joch.compiler.store.ManifestStore;
import dev.joch.compiler.store.ManifestStore.Kept;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads agents as they are now, compiles each, keeps what is new, together. */
public final class CompileTargets {

    /** Label that names the environment of an agent. */
    private static final String ENVIRONMENT_LABEL = "env";

    private final CompilerConfig config;
    private final Catalogue store;
    private final CatalogueFeed<Records> feed;
    private final CompileAgent compile;
    private final ManifestStore manifests;

    public CompileTargets(
            CompilerConfig config,
            Catalogue store,
            CatalogueFeed<Records> feed,
            ManifestStore manifests) {
        this.config = config;
        this.store = store;
        this.feed = feed;
        this.compile = new CompileAgent(config.endpoints());
        this.manifests = manifests;
    }

    /** One result per target, in order. */
    public List<CompileResult> compile(List<CompileTarget> targets) {
        awaitView(targets.stream().mapToLong(CompileTarget::getMinRevision).max().orElse(0));
        Map<ResourceKey, Resource> agents =
                store.find(targets.stream().map(CompileTarget::getAgent).toList());
        ReplicaShelf shelf = new ReplicaShelf(feed.view(), store);
        List<CompileResult.Builder> results = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        List<CompileResult.Builder> keeping = new ArrayList<>();
        for (CompileTarget target : targets) {
            CompileResult.Builder result = CompileResult.newBuilder().setAgent(target.getAgent());
            results.add(result);
            @Nullable Resource agent = agents.get(target.getAgent());
            if (agent == null) {
                continue;
            }
            String environment = environment(target, agent);
            Compilation outcome = compile.compile(agent, environment, shelf);
            result.setEnvironment(environment)
                    .setGeneration(agent.getMetadata().getGeneration())
                    .setResourceVersion(agent.getMetadata().getResourceVersion())
                    .addAllDiagnostics(outcome.findings())
                    .addAllDependencies(dependencies(outcome));
            if (outcome instanceof Compilation.Compiled compiled) {
                Manifest manifest = manifest(compiled, environment);
                result.setManifest(manifest);
                kept.add(
                        new Kept(
                                target.getAgent(),
                                agent.getMetadata().getGeneration(),
                                manifest,
                                compiled.inputRevision()));
                keeping.add(result);
            }
        }
        if (!kept.isEmpty()) {
            List<Boolean> created = manifests.keep(kept);
            for (int i = 0; i < created.size(); i++) {
                keeping.get(i).setCreated(created.get(i));
            }
        }
        return results.stream().map(CompileResult.Builder::build).toList();
    }

    private void awaitView(long revision) {
        try {
            boolean seen = feed.await(revision, config.catchUp());
            if (!feed.ready()) {
                throw new ProblemException(new ServiceProblem.Unavailable("the resource store"));
            }
            if (!seen) {
                throw new ProblemException(
                        new CompilerProblem.ViewBehind(revision, feed.revision()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new ServiceProblem.Unavailable("the compiler"), e);
        }
    }

    private String environment(CompileTarget target, Resource agent) {
        return target.getEnvironment().isEmpty()
                ? agent.getMetadata()
                        .getLabelsOrDefault(ENVIRONMENT_LABEL, config.defaultEnvironment())
                : target.getEnvironment();
    }

    private static List<Dependency> dependencies(Compilation outcome) {
        List<Dependency> all = new ArrayList<>();
        outcome.dependencies()
                .forEach((key, generation) ->
                        all.add(
                                Dependency.newBuilder()
                                        .setKey(key)
                                        .setGeneration(generation)
                                        .build()));
        return all;
    }

    /** Kept with what was found only: what was looked for in vain is no part of it. */
    private static Manifest manifest(Compilation.Compiled compiled, String environment) {
        Manifest.Builder manifest =
                Manifest.newBuilder()
                        .setResource(compiled.manifest())
                        .setDigest(compiled.digest())
                        .setEnvironment(environment);
        dependencies(compiled).stream()
                .filter(dependency -> dependency.getGeneration() > 0)
                .forEach(manifest::addDependencies);
        return manifest.build();
    }
}
