package dev.joch.policy.export;

import dev.joch.policy.rule.CompiledPolicy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Languages that policies are translated to. */
public enum Target {
    REGO("rego"),
    CEDAR("cedar");

    private final String word;

    Target(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Target::word).toList();
    }

    public static Optional<Target> named(String word) {
        return Arrays.stream(values()).filter(target -> target.word.equals(word)).findFirst();
    }

    /** Translates a policy that compiles. */
    public Translation translate(CompiledPolicy policy) {
        if (!policy.sound()) {
            throw new IllegalArgumentException("the policy does not compile: " + policy.findings());
        }
        return switch (this) {
            case REGO -> RegoWriter.write(policy);
            case CEDAR -> CedarWriter.write(policy);
        };
    }
}
