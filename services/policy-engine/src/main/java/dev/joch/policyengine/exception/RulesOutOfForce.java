package dev.joch.policyengine.exception;

import dev.joch.policy.rule.RuleId;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policyengine.record.Told;
import dev.joch.policyengine.store.ExceptionStore;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which rules do not count for the moment; put back when their time is over. */
public final class RulesOutOfForce implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(RulesOutOfForce.class);
    private static final Duration EVERY = Duration.ofMillis(400);

    private final ExceptionStore store;
    private final Told told;
    private final Thread thread;
    private volatile Map<String, Set<RuleId>> byTenant = Map.of();
    private volatile List<DisabledRule> all = List.of();
    private volatile boolean open = true;

    public RulesOutOfForce(ExceptionStore store, Told told) {
        this.store = store;
        this.told = told;
        this.thread = Thread.ofPlatform().name("rules-out-of-force").daemon().unstarted(this::run);
    }

    @Override
    public String name() {
        return "policy-engine rules out of force";
    }

    @Override
    public int order() {
        return 55;
    }

    @Override
    public void start() {
        refresh();
        thread.start();
    }

    public Predicate<RuleId> of(String tenant) {
        Set<RuleId> rules = byTenant.get(tenant);
        return rules == null ? rule -> false : rules::contains;
    }

    public List<DisabledRule> disabled(String tenant) {
        return all.stream().filter(rule -> rule.getPolicy().getTenant().equals(tenant)).toList();
    }

    /**
     * Looks now: this replica goes by it from here on. One look at a time, lest an older one win.
     */
    public final synchronized void refresh() {
        store.restoreExpired(rule -> told.restored(rule, ""));
        List<DisabledRule> found = store.disabled();
        Map<String, Set<RuleId>> rules =
                found.stream()
                        .collect(
                                Collectors.groupingBy(
                                        rule -> rule.getPolicy().getTenant(),
                                        HashMap::new,
                                        Collectors.mapping(
                                                RulesOutOfForce::id, Collectors.toSet())));
        all = List.copyOf(found);
        byTenant = Map.copyOf(rules);
    }

    private static RuleId id(DisabledRule rule) {
        return new RuleId(
                rule.getPolicy().getNamespace(), rule.getPolicy().getName(), rule.getRule());
    }

    private void run() {
        boolean failing = false;
        while (open) {
            LockSupport.parkNanos(EVERY.toNanos());
            try {
                refresh();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    // a rule must not stay out of force because nobody can look
                    LOG.warn("rules out of force cannot be read; all rules hold until they can", e);
                }
                byTenant = Map.of();
                failing = true;
            }
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
