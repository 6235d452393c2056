package dev.joch.testkit.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/** What tells that a process can be used. */
@FunctionalInterface
public interface Ready {

    boolean isReady(ChildProcess process);

    /** It has written such a line. */
    static Ready line(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return process -> pattern.matcher(process.text()).find();
    }

    /** It accepts connections. */
    static Ready port(int port) {
        return port(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    /** It accepts connections at that address. */
    static Ready port(String address, int port) {
        return process -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 250);
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    default Ready and(Ready other) {
        return process -> isReady(process) && other.isReady(process);
    }
}
