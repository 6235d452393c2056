package dev.joch.admission.review;

import static dev.joch.admission.review.Samples.adapter;
import static dev.joch.admission.review.Samples.agent;
import static dev.joch.admission.review.Samples.eval;
import static dev.joch.admission.review.Samples.numbered;

import dev.joch.admission.Yaml;

import java.util.List;

/** One bad document for every reason, and more where a reason has several sentences. */
final class ReasonCases {

    record Case(Reason reason, String yaml, String field, String message, String fix) {}

    static final List<Case> ALL =
            List.of(
                    new Case(
                            Reason.INVALID_NAME,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: My Budget}, spec: {}}",
                            "metadata.name",
                            "`My Budget` cannot be a name",
                            "use at most 253 lower-case letters, digits, '-' and '.', each part between dots"
                                    + " beginning and ending with a letter or digit"),
                    new Case(
                            Reason.INVALID_NAME,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, namespace: a.b}, spec: {}}",
                            "metadata.namespace",
                            "`a.b` cannot be a namespace",
                            "use at most 63 lower-case letters, digits and '-', beginning and ending with a letter"
                                    + " or digit"),
                    new Case(
                            Reason.RESERVED_NAME,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, namespace: joch-system}, spec: {}}",
                            "metadata.namespace",
                            "`joch-system` belongs to Joch, as all namespaces that begin with `joch-`",
                            "choose another namespace; what all namespaces share goes to joch-shared"),
                    new Case(
                            Reason.RESERVED_NAME,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: ..}, spec: {}}",
                            "metadata.name",
                            "`..` means a folder in every URL",
                            "choose another name"),
                    new Case(
                            Reason.NAMESPACE_NOT_ALLOWED,
                            "{apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: m, namespace: x}, spec: {provider: openai, model: m}}",
                            "metadata.namespace",
                            "Model belongs to no namespace",
                            "remove metadata.namespace"),
                    new Case(
                            Reason.INVALID_LABEL,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, labels: {team: a b}}, spec: {}}",
                            "metadata.labels.team",
                            "the value of a label: a value consists of letters, digits, - _ and ., and begins and"
                                    + " ends with a letter or digit",
                            "use an annotation for free text"),
                    new Case(
                            Reason.INVALID_LABEL,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, labels: {team: %s}}, spec: {}}"
                                    .formatted("x".repeat(64)),
                            "metadata.labels.team",
                            "the value of a label: a value has at most 63 characters",
                            "use an annotation for free text"),
                    new Case(
                            Reason.INVALID_LABEL,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, labels: {%s}}, spec: {}}"
                                    .formatted(numbered(257, "k%d: v")),
                            "metadata.labels",
                            "there are 257 labels",
                            "keep at most 256; what no selector matches is an annotation"),
                    new Case(
                            Reason.INVALID_ANNOTATION,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, annotations: {note: %s}}, spec: {}}"
                                    .formatted("é".repeat(131_072)),
                            "metadata.annotations",
                            "the annotations take 262148 bytes",
                            "keep all of them together within 262144 bytes"),
                    new Case(
                            Reason.INVALID_ANNOTATION,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, annotations: {a b: x}}, spec: {}}",
                            "metadata.annotations[\"a b\"]",
                            "the key of an annotation: a key consists of letters, digits, - _ and ., and begins and"
                                    + " ends with a letter or digit",
                            "for example example.com/note"),
                    new Case(
                            Reason.INTERNAL_KIND,
                            Yaml.read(
                                    Yaml.examples().stream()
                                            .filter(file ->
                                                    file.endsWith(
                                                            "kinds/compiled_agent_manifest.yaml"))
                                            .findFirst()
                                            .orElseThrow()),
                            "kind",
                            "CompiledAgentManifest is written by Joch itself",
                            "apply the resources it is made from"),
                    new Case(
                            Reason.REQUIRED,
                            "{apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: m}, spec: {model: m}}",
                            "spec.provider",
                            "`provider` is missing",
                            "add spec.provider; joch explain model.spec.provider says what it is"),
                    new Case(
                            Reason.NOT_ALLOWED,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {enforcement: {onHardLimit: dney}}}",
                            "spec.enforcement.onHardLimit",
                            "`onHardLimit` cannot be `dney`",
                            "did you mean `deny`? write one of deny, alert"),
                    new Case(
                            Reason.INVALID_VALUE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {limits: {dailyUsd: -2}}}",
                            "spec.limits.dailyUsd",
                            "`dailyUsd` cannot be -2",
                            "write a number of at least 0"),
                    new Case(
                            Reason.INVALID_VALUE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {allocation: {byAgent: {a.b: 2}}}}",
                            "spec.allocation.byAgent[\"a.b\"]",
                            "`byAgent.a.b` cannot be 2",
                            "write a number from 0 to 1"),
                    new Case(
                            Reason.INVALID_VALUE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {description: %s}}"
                                    .formatted("x".repeat(4097)),
                            "spec.description",
                            "`description` has 4097 characters",
                            "keep at most 4096, or refer to a longer text by address"),
                    new Case(
                            Reason.INVALID_VALUE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: e}, spec: {models: {denied: [gpt]}}}",
                            "spec.models.denied[0]",
                            "`denied[0]` cannot be `gpt`: it is `provider:name`, where `*` stands for any text",
                            "for example openai:gpt-5 or openai:*"),
                    new Case(
                            Reason.INVALID_VALUE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t}, spec: {type: rest, sideEffects: {level: read_only}}}",
                            "spec",
                            "a `rest` tool has an `endpoint`",
                            "joch explain tool.spec shows its fields"),
                    new Case(
                            Reason.DUPLICATE_ENTRY,
                            "{apiVersion: joch.dev/v1alpha1, kind: ModelRoute, metadata: {name: r}, spec: {strategy: {primary: \"anthropic:sonnet\", fallback: [\"anthropic:sonnet\"]}}}",
                            "spec.strategy.fallback[0]",
                            "`anthropic:sonnet` is spec.strategy.primary already, and is not asked twice",
                            "remove it, or name another model"),
                    new Case(
                            Reason.UNKNOWN_METRIC,
                            eval("{accuracy: 1, acuracy: 1}"),
                            "spec.thresholds.acuracy",
                            "this Eval has no metric `acuracy`",
                            "did you mean `accuracy`? name one of spec.metrics, or add it there"),
                    new Case(
                            Reason.INVALID_THRESHOLD,
                            eval("{accuracy: high}"),
                            "spec.thresholds.accuracy",
                            "a score cannot be compared with this",
                            "write a number, or a text with operator: \"<0.40\", \">=0.9\""),
                    new Case(
                            Reason.ALLOCATION_EXCEEDED,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {allocation: {byAgent: {x: 0.7, y: 0.4}}}}",
                            "spec.allocation.byAgent",
                            "the shares add up to 1.1, more than the whole budget",
                            "lower them until they add up to 1 at most"),
                    new Case(
                            Reason.INVALID_SCHEDULE,
                            agent("a", "")
                                    + "---\n{apiVersion: joch.dev/v1alpha1, kind: AgBOM, metadata: {name: b}, spec: {agentRef: {name: a}, formats: [spdx], refresh: {schedule: 0 25 * * *}}}",
                            "spec.refresh.schedule",
                            "`25` cannot be the hour: that goes from 0 to 23",
                            "write minute, hour, day, month and weekday (UTC): \"0 3 * * *\" is every night at"
                                    + " three"),
                    new Case(
                            Reason.SECRET_UNUSABLE,
                            agent("a", "triggers: [{name: t, webhook: {secretRef: {name: s}}}]")
                                    + "---\n{apiVersion: joch.dev/v1alpha1, kind: Secret, metadata: {name: s}, spec: {source: {type: vault, name: x}}}",
                            "spec.triggers[0].webhook.secretRef.name",
                            "webhooks read secrets from the environment of the apiserver, not from"
                                    + " `vault`",
                            "name a Secret with source type env, and give the variable to the"
                                    + " apiserver"),
                    new Case(
                            Reason.DUPLICATE_RESOURCE,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {}}\n---\n"
                                    + "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, namespace: default}, spec: {}}",
                            "metadata.name",
                            "document 1 describes Budget/default/b already",
                            "keep one of them"),
                    new Case(
                            Reason.OWNER_MISSING,
                            adapter()
                                    + "---\n{apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: a}, spec: {framework: {adapterRef: {name: sdk}}}}",
                            "metadata.labels",
                            "nobody is named who answers for this Agent",
                            "add metadata.labels.owner or metadata.labels.team"),
                    new Case(
                            Reason.REFERENCE_MISSING,
                            agent("a", "modelRoute: {routeRef: {name: fast}}"),
                            "spec.modelRoute.routeRef.name",
                            "ModelRoute fast does not exist in default or joch-shared",
                            "apply it before, or in the same request"),
                    new Case(
                            Reason.REFERENCE_UNRESOLVED,
                            agent("a", "policies: [{name: p}]"),
                            "spec.policies[0].name",
                            "Policy p does not exist in default or joch-shared",
                            "apply it; until then whatever needs it is refused"),
                    new Case(
                            Reason.MODEL_PROVIDER_MISMATCH,
                            agent("a", "modelPolicy: {allowed: [\"openai:sonnet\"]}"),
                            "spec.modelPolicy.allowed[0]",
                            "Model sonnet is of `anthropic`, not of `openai`",
                            "write anthropic:sonnet"),
                    new Case(
                            Reason.TOO_MANY_REFERENCES,
                            agent("a", "children: [" + numbered(2_000, "{name: c%d}") + "]"),
                            "spec",
                            "2001 references are too many",
                            "keep at most 2000; split what the resource does"),
                    new Case(
                            Reason.REFERENCE_CYCLE,
                            agent("a", "children: [{name: a}]"),
                            "spec.children[0].name",
                            "resources refer to one another in a circle: Agent/default/a -> Agent/default/a",
                            "remove one of these references"),
                    new Case(
                            Reason.CROSS_TENANT,
                            "tenant",
                            "metadata.tenant",
                            "a document cannot name a tenant other than yours",
                            "remove metadata.tenant"),
                    new Case(
                            Reason.UNKNOWN_KIND,
                            "kind",
                            "kind",
                            "there is no kind `Agnet`",
                            "did you mean `Agent`? joch explain lists all kinds"),
                    new Case(
                            Reason.GROUP_MISMATCH,
                            "group",
                            "apiVersion",
                            "Budget is not in `foo/v9`",
                            "write apiVersion: ops.joch.dev/v1alpha1"),
                    new Case(
                            Reason.WRONG_TYPE,
                            "foreign",
                            "spec",
                            "the spec is not one of kind Agent",
                            "pack a joch.resource.v1alpha1.AgentSpec"),
                    new Case(
                            Reason.WRONG_TYPE,
                            "broken",
                            "spec",
                            "the spec is not one of kind Agent",
                            "pack a joch.resource.v1alpha1.AgentSpec"),
                    new Case(
                            Reason.UNKNOWN_FIELD,
                            "unknown",
                            "spec.limits",
                            "there is no field of number 900, 901 in a BudgetLimits",
                            "remove it, or send it to a server whose contract has it"),
                    new Case(
                            Reason.STATUS_IGNORED,
                            "status",
                            "status",
                            "the status is written by the server; this one is ignored",
                            "leave it out"),
                    new Case(
                            Reason.STDIO_NOT_ALLOWED,
                            "{apiVersion: joch.dev/v1alpha1, kind: MCPServer, metadata: {name: m}, spec: {transport: stdio, command: npx}}",
                            "spec.transport",
                            "a `stdio` server starts a program, and this one is not allowed to",
                            "add spec.security.allowStdio: true if you trust the program, or reach the server over"
                                    + " streamable_http"),
                    new Case(
                            Reason.CONFLICTING_FIELDS,
                            "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t}, spec: {type: function, command: ls, sideEffects: {level: read_only}}}",
                            "spec.command",
                            "a `function` tool runs in the agent's process and has no `command`",
                            "remove it, or write type: os"),
                    new Case(
                            Reason.CONFLICTING_FIELDS,
                            "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t}, spec: {type: function, endpoint: {url: \"http://x\", method: GET}, sideEffects: {level: read_only}}}",
                            "spec.endpoint",
                            "a `function` tool runs in the agent's process and has no `endpoint`",
                            "remove it, or write type: rest"),
                    new Case(
                            Reason.CONFLICTING_FIELDS,
                            agent("a", "")
                                    + "---\n{apiVersion: joch.dev/v1alpha1, kind: Deployment, metadata: {name: d}, spec: {agentRef: {name: a}, environmentRef: {name: prod}, rollout: {maxSurge: 0, maxUnavailable: 0}}}",
                            "spec.rollout.maxUnavailable",
                            "with `maxSurge` 0 and `maxUnavailable` 0 no worker can be replaced",
                            "write 1 for one of them, or strategy: recreate"),
                    new Case(
                            Reason.INVALID_EXPRESSION,
                            policy(
                                    "{name: r, expression: \"cost.runUsd == 'a'\", action: {deny: true}}"),
                            "spec.rules[0].expression",
                            "line 1, column 13: found no matching overload for '_==_' applied to '(double,"
                                    + " string)' (candidates: (%A0, %A0))",
                            "write a condition in CEL: tool.sideEffect == 'external_write' && cost.runUsd > 5.0"),
                    new Case(
                            Reason.UNKNOWN_FACT,
                            policy(
                                    "{name: r, when: {tool.sideEfect: financial}, action: {deny: true}}"),
                            "spec.rules[0].when[\"tool.sideEfect\"]",
                            "there is no fact `tool.sideEfect`",
                            "did you mean `tool.sideEffect`?"),
                    new Case(
                            Reason.UNKNOWN_FACT,
                            policy(
                                    "{name: r, expression: \"cost.runUsd > 5 && tol.name == 'a'\", action: {deny: true}}"),
                            "spec.rules[0].expression",
                            "line 1, column 20: there is no fact `tol.name`",
                            "did you mean `tool.name`?"),
                    new Case(
                            Reason.INVALID_VALUE,
                            policy("{name: r, when: {cost.runUsd: much}, action: {deny: true}}"),
                            "spec.rules[0].when[\"cost.runUsd\"]",
                            "`cost.runUsd` is a number, not `much`",
                            "write a number, or a comparison such as \">5\""),
                    new Case(
                            Reason.NOT_ALLOWED,
                            policy("{name: r, action: {redact: true, redactionRules: [names]}}"),
                            "spec.rules[0].action.redactionRules[0]",
                            "nothing here finds `names` with a known precision",
                            "use sshKeys, apiTokens, passwords, emails, ibans, creditCards, ssn, phoneNumbers,"
                                    + " ipAddresses; a guardian of the environment may find more"),
                    new Case(
                            Reason.RULE_NEVER_MATCHES,
                            policy(
                                    "{name: r, when: {memory.type: vector, tool.name: t}, action: {deny: true}}"),
                            "spec.rules[0]",
                            "no hook knows memory.type and tool.name together: the rule never matches",
                            "make a rule of each"),
                    new Case(
                            Reason.DUPLICATE_ENTRY,
                            policy(
                                    "{name: r, action: {deny: true}}, {name: r, action: {deny: true}}"),
                            "spec.rules[1].name",
                            "`r` is the name of spec.rules[0] already",
                            "give each rule a name of its own"),
                    new Case(
                            Reason.ENVIRONMENT_UNKNOWN,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, labels: {env: prdo}}, spec: {}}",
                            "metadata.labels.env",
                            "there is no Environment prdo: no rules apply",
                            "did you mean `prod`? apply the Environment, or name another"),
                    new Case(
                            Reason.REFERENCE_MISSING,
                            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, ownerReferences: [{kind: Agent, name: a, uid: u1}]}, spec: {}}",
                            "metadata.ownerReferences[0]",
                            "the owner Agent a with the uid u1 does not exist in default",
                            "an owner is of the same namespace or of none, and has the uid that joch get shows"),
                    new Case(
                            Reason.SPEC_MISSING,
                            "spec",
                            "spec",
                            "`spec` is missing: it says what the Agent is",
                            "joch explain agent.spec shows its fields"),
                    new Case(
                            Reason.PREFLIGHT_DENIED,
                            agent("a", "modelPolicy: {allowed: [\"anthropic:sonnet\"]}")
                                    .replace("owner: me", "owner: me, env: prod"),
                            "spec.modelPolicy.allowed[0]",
                            "`anthropic:sonnet` may not be used in environment prod",
                            "rule Environment/prod spec.models.denied[0] (anthropic:*); choose a model it allows,"
                                    + " or ask who keeps the environment"));

    private ReasonCases() {}

    private static String policy(String rules) {
        return "{apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: p}, spec: {rules: [%s]}}"
                .formatted(rules);
    }
}
