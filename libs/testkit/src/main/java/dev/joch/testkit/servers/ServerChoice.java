package dev.joch.testkit.servers;

import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Which sort of server a test gets, and why.
 *
 * @param containers from an image; otherwise a process
 */
public record ServerChoice(boolean containers, String reason) {

    /** Decides for a server, and says so. */
    public static ServerChoice of(String server, String image) {
        ServerChoice choice = decide(ContainerEngine.local(), image);
        System.out.println(
                server
                        + " for tests: "
                        + (choice.containers() ? "container " + image : "process of its own")
                        + " ("
                        + choice.reason()
                        + ")");
        return choice;
    }

    /** The library's own client would pull what it needs as soon as it is asked anything. */
    static ServerChoice decide(ContainerEngine engine, String image) {
        if (!engine.answers()) {
            return new ServerChoice(false, "no container engine answers");
        }
        if (!engine.has(image)) {
            return new ServerChoice(false, "the container engine has no image " + image);
        }
        if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
            String reaper = TestcontainersConfiguration.getInstance().getRyukImage();
            if (!engine.has(reaper)) {
                return new ServerChoice(
                        false, "the container engine has no image " + reaper + " to clean up with");
            }
        }
        return new ServerChoice(true, "the container engine has the image");
    }
}
