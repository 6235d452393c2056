package dev.joch.worker.launch;

/**
 * Commands of the languages, on the path or absolute.
 *
 * @param python of Python 3
 * @param node of Node
 */
public record Interpreters(String python, String node) {

    public Interpreters {
        if (python.isEmpty() || node.isEmpty()) {
            throw new IllegalArgumentException(
                    "joch.worker.python and joch.worker.node name a command");
        }
    }
}
