package dev.joch.apiserver;

/** Documents that tests send. */
final class Documents {

    private Documents() {}

    static String agent(String name) {
        return agent(name, "payments", "one");
    }

    static String agent(String name, String namespace, String description) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata:
          name: %s
          namespace: %s
          labels: { owner: payments }
        spec:
          displayName: The %s
          description: %s
        """
                .formatted(name, namespace, name, description);
    }

    static String model(String name) {
        return """
        apiVersion: model.joch.dev/v1alpha1
        kind: Model
        metadata:
          name: %s
        spec:
          provider: openai
          model: gpt-5.5
        """
                .formatted(name);
    }

    /** A team that gives roles to people in one namespace. */
    static String team(String name, String namespace, String subject, String role) {
        return """
        apiVersion: ops.joch.dev/v1alpha1
        kind: Team
        metadata:
          name: %s
        spec:
          namespaces: [%s]
          members:
            - { user: %s, role: %s }
        """
                .formatted(name, namespace, subject, role);
    }
}
