package dev.joch.testkit.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A program for the tests of the cluster: listens, says so, and stays until it is ended. */
final class Patient {

    private Patient() {}

    public static void main(String[] args) throws IOException {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> System.out.println("bye")));
        try (ServerSocket socket =
                new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
            System.out.println("ready, " + System.getenv("GREETING"));
            while (true) {
                socket.accept().close();
            }
        }
    }
}
