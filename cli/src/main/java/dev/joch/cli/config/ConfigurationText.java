package dev.joch.cli.config;

import dev.joch.cli.json.Tree;
import dev.joch.cli.output.YamlText;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration as YAML. */
final class ConfigurationText {

    private ConfigurationText() {}

    static Configuration read(String text) {
        Object tree = PlainYaml.read(text).orElseGet(() -> anyYaml(text));
        List<Context> contexts = new ArrayList<>();
        Tree.map(Tree.at(tree, "contexts"))
                .forEach((name, context) -> contexts.add(context(name, context)));
        return new Configuration(Tree.text(tree, "current-context"), contexts);
    }

    /**
     * What a person wrote in a way that we do not write ourselves. Loads the YAML library, so it
     * costs.
     */
    private static Object anyYaml(String text) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
        return tree == null ? Map.of() : tree;
    }

    private static Context context(String name, @Nullable Object context) {
        return new Context(
                name,
                Tree.text(context, "server"),
                Tree.text(context, "namespace"),
                credential(Tree.at(context, "auth")),
                Tree.text(context, "certificate-authority"),
                Tree.text(context, "runtime"));
    }

    private static Credential credential(@Nullable Object auth) {
        String file = Tree.text(auth, "token-file");
        String variable = Tree.text(auth, "env");
        List<String> command =
                Tree.list(Tree.at(auth, "exec")).stream().map(String::valueOf).toList();
        if (!file.isEmpty()) {
            return new Credential.TokenFile(file);
        }
        if (!variable.isEmpty()) {
            return new Credential.Variable(variable);
        }
        return command.isEmpty() ? new Credential.None() : new Credential.Program(command);
    }

    static String write(Configuration configuration) {
        Map<String, @Nullable Object> contexts = new LinkedHashMap<>();
        for (Context context : configuration.contexts()) {
            contexts.put(context.name(), tree(context));
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("current-context", configuration.current());
        tree.put("contexts", contexts);
        return YamlText.of(tree);
    }

    private static Map<String, @Nullable Object> tree(Context context) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("server", context.server());
        if (!context.namespace().isEmpty()) {
            tree.put("namespace", context.namespace());
        }
        if (!context.authority().isEmpty()) {
            tree.put("certificate-authority", context.authority());
        }
        if (!context.runtime().isEmpty()) {
            tree.put("runtime", context.runtime());
        }
        switch (context.credential()) {
            case Credential.None none -> {}
            case Credential.TokenFile file -> tree.put("auth", Map.of("token-file", file.path()));
            case Credential.Variable variable -> tree.put("auth", Map.of("env", variable.name()));
            case Credential.Program program -> tree.put("auth", Map.of("exec", program.command()));
        }
        return tree;
    }
}
