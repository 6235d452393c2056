package dev.joch.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;

import dev.joch.runtime.LogRead;
import dev.joch.runtime.Marks;
import dev.joch.runtime.Program;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.TestedRuntime;
import dev.joch.service.id.Ids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Containers of the engine of this machine. */
final class TestedDocker implements TestedRuntime {

    static final String IMAGE = System.getProperty("joch.test.image", "joch/debian");
    private static final Path ENGINE = Path.of("/var/run/docker.sock");
    private static final long LOG = 1 << 20;

    private final String installation =
            "test-" + new Ids(InstantSource.system()).nextText().substring(24);
    private final Path folder;
    private final EngineProxy proxy;
    private final Engine engine;

    TestedDocker(Path folder) throws IOException {
        this.folder = folder;
        this.proxy = new EngineProxy(folder.resolve("engine.sock"), ENGINE);
        this.engine = new Engine(config("unix://" + ENGINE));
    }

    private DockerConfig config(String host) {
        return new DockerConfig(host, installation, "", List.of(), "10001:10001", LOG, 100);
    }

    /** Why the tests cannot run; empty when they can. */
    static String obstacle() {
        if (!Files.exists(ENGINE)) {
            return "no container engine answers at " + ENGINE;
        }
        try (Engine engine =
                new Engine(
                        new DockerConfig(
                                "unix://" + ENGINE, "none", "", List.of(), "1:1", LOG, 1))) {
            return engine.hasImage(IMAGE)
                    ? ""
                    : "the container engine has no image "
                            + IMAGE
                            + "; deploy/images/base/build makes it";
        } catch (RuntimeException e) {
            return "no container engine answers at " + ENGINE;
        }
    }

    DockerClient client() {
        return engine.streams();
    }

    String installation() {
        return installation;
    }

    @Override
    public void begin() throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void end() {
        proxy.close();
        engine.close();
    }

    @Override
    public RuntimeAdapter open() {
        return new DockerRuntime(
                config(proxy.host()), new Ids(InstantSource.system()), InstantSource.system());
    }

    @Override
    public Program shell(String script) {
        return new Program(IMAGE, List.of("sh", "-c", script));
    }

    @Override
    public Program unknown() {
        return new Program("joch/no-such-image:1", List.of("true"));
    }

    @Override
    public String eat(int mebibytes) {
        return "head -c " + mebibytes + "M /dev/zero | tail >/dev/null";
    }

    @Override
    public boolean tellsOutOfMemory() {
        return true;
    }

    @Override
    public long mostLog() {
        return LOG + LogRead.MOST;
    }

    /** Containers are processes of this machine, too. */
    @Override
    public List<Long> processes(String instance) {
        byte[] wanted = (Marks.VARIABLE + "=" + instance).getBytes(StandardCharsets.UTF_8);
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                if (environment(each).contains(text)) {
                    found.add(Long.valueOf(each.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public List<String> remains() {
        return engine.all().stream().map(Found::fullName).toList();
    }

    @Override
    public AutoCloseable occupy(String name) {
        String id =
                client().createContainerCmd(IMAGE)
                        .withName(ContainerName.head(installation, name))
                        .withEntrypoint("true")
                        .exec()
                        .getId();
        return () -> client().removeContainerCmd(id).exec();
    }

    @Override
    public boolean isOccupied(String name) {
        try {
            return client().inspectContainerCmd(ContainerName.head(installation, name))
                            .exec()
                            .getId()
                    != null;
        } catch (NotFoundException gone) {
            return false;
        }
    }

    @Override
    public AutoCloseable away() throws IOException {
        proxy.goAway();
        return proxy::comeBack;
    }
}
