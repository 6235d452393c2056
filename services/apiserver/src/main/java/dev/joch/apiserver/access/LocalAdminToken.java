package dev.joch.apiserver.access;

import com.google.common.hash.Hashing;

import dev.joch.common.v1.Caller;
import dev.joch.service.problem.ProblemException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * The token of whoever owns the files of this installation: made once, kept in a file that only its
 * owner reads. For the server that runs on one's own machine.
 */
final class LocalAdminToken implements TokenSource {

    static final String PREFIX = "joch_local_";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final byte[] digest;
    private final String tenant;

    private LocalAdminToken(String token, String tenant) {
        this.digest = sha256(token);
        this.tenant = tenant;
    }

    /** Reads the file, or makes it. Refuses one that others on the machine can read. */
    static LocalAdminToken in(Path file, String tenant) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            if (posix(file)) {
                Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
                open.addAll(Files.getPosixFilePermissions(file));
                open.removeAll(
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE));
                if (!open.isEmpty()) {
                    throw new IllegalStateException(
                            "others can read the admin token: chmod 600 " + file);
                }
            }
            String token = Files.readString(file).strip();
            if (token.length() < PREFIX.length() + 32 || !token.startsWith(PREFIX)) {
                throw new IllegalStateException(
                        file
                                + " holds no admin token: remove it, and the next start makes a new"
                                + " one");
            }
            return new LocalAdminToken(token, tenant);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the admin token " + file + " cannot be read or made", e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String token =
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder to put " + file + " into");
        }
        Files.createDirectories(folder);
        FileAttribute<?>[] mode =
                posix(folder)
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, ".token", "", mode);
        try {
            Files.writeString(draft, token);
            // of two servers that start at once, one makes the token
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static byte[] sha256(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    }

    @Override
    public boolean recognises(UnverifiedToken token) {
        return token.text().startsWith(PREFIX);
    }

    @Override
    public Caller check(UnverifiedToken token) {
        // equal lengths and equal time, whatever was sent
        if (!MessageDigest.isEqual(digest, sha256(token.text()))) {
            throw new ProblemException(
                    new AccessProblem.Unauthenticated(
                            "this is not the admin token of this server"));
        }
        return Caller.newBuilder()
                .setSubject(AccessGate.LOCAL_ADMIN)
                .setTenant(tenant)
                .setMethod(AccessGate.LOCAL_ADMIN)
                .build();
    }
}
