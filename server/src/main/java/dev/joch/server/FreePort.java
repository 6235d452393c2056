package dev.joch.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine that nobody listens on. */
final class FreePort {

    private FreePort() {}

    /** The usual port; another one when somebody has it. */
    static int near(int usual) {
        return free(usual) ? usual : any();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DataFolder.StartRefused(
                    "this machine has no free port: " + e.getMessage(), e);
        }
    }
}
