package dev.joch.admission.review;

import java.util.stream.Stream;

/** Documents that many tests begin with. */
final class Samples {

    private Samples() {}

    static String adapter() {
        return "{apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: sdk}, spec: %s}\n"
                .formatted(
                        "{framework: sdk, language: python, adapterImage: \"example.com/sdk:1\"}");
    }

    /** An agent with the adapter it needs in front. */
    static String agent(String name, String more) {
        return adapter()
                + """
                ---
                apiVersion: joch.dev/v1alpha1
                kind: Agent
                metadata: {name: %s, labels: {owner: me}}
                spec:
                  framework: {adapterRef: {name: sdk}}
                  %s
                """
                        .formatted(name, more);
    }

    static String eval(String thresholds) {
        return agent("a", "")
                + """
                ---
                apiVersion: joch.dev/v1alpha1
                kind: Eval
                metadata: {name: e}
                spec:
                  target: {kind: Agent, name: a}
                  dataset: {uri: cases.jsonl}
                  metrics: [{name: accuracy, type: numeric}]
                  thresholds: %s
                """
                        .formatted(thresholds);
    }

    static String numbered(int count, String pattern) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(pattern::formatted)
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
    }
}
