package dev.joch.admission;

import dev.joch.service.process.ServiceMain;

/** Admission as a process of its own. */
public final class AdmissionServer {

    private AdmissionServer() {}

    public static void main(String[] arguments) {
        ServiceMain.run("admission", arguments);
    }
}
