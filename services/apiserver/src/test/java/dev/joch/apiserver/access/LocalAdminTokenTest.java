package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class LocalAdminTokenTest {

    @TempDir private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("home/token");
    }

    @Test
    void tokenIsMadeOnceForItsOwnerOnly() throws IOException {
        LocalAdminToken source = LocalAdminToken.in(file(), "default");
        String token = Files.readString(file()).strip();
        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(source.check(UnverifiedToken.of(token)).getMethod()).isEqualTo("local-admin");
        LocalAdminToken again = LocalAdminToken.in(file(), "default");
        assertThat(again.check(UnverifiedToken.of(token)).getTenant()).isEqualTo("default");
    }

    @Test
    void anotherTokenIsRefused() throws IOException {
        LocalAdminToken source = LocalAdminToken.in(file(), "default");
        String token = Files.readString(file()).strip();
        for (String wrong :
                new String[] {
                    LocalAdminToken.PREFIX, token + "x", token.substring(0, token.length() - 1)
                }) {
            assertThatThrownBy(() -> source.check(UnverifiedToken.of(wrong)))
                    .hasMessageStartingWith("UNAUTHENTICATED")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(token));
        }
    }

    @Test
    void fileThatOthersReadStopsTheStart() throws IOException {
        LocalAdminToken.in(file(), "default");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> LocalAdminToken.in(file(), "default"))
                .hasMessageContaining("chmod 600");
    }

    @Test
    void emptyFileIsNoToken() throws IOException {
        LocalAdminToken.in(file(), "default");
        Files.writeString(file(), "\n");
        assertThatThrownBy(() -> LocalAdminToken.in(file(), "default"))
                .hasMessageContaining("no admin token");
    }
}
