package dev.joch.policyengine;

import dev.joch.service.process.ServiceMain;

/** The policy engine as a process of its own. */
public final class PolicyEngineServer {

    private PolicyEngineServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("policy-engine", arguments);
    }
}
