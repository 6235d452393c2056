package dev.joch.apiserver.audit;

import com.nimbusds.jose.util.JSONObjectUtils;

import dev.joch.apiserver.audit.HeadSignatures.Purpose;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Signed heads in a file: one JSON object a line, one line a tenant. Replaced as a whole. */
final class CheckpointFile {

    /** A head and the signature that this server, or one with the same key, has put under it. */
    record Signed(ChainHead head, byte[] signature) {}

    private final @Nullable Path file;
    private final HeadSignatures signatures;
    private final Map<String, Signed> heads = new ConcurrentHashMap<>();

    /**
     * @param file {@code null} keeps the heads in memory only
     */
    CheckpointFile(@Nullable Path file, HeadSignatures signatures) {
        this.file = file;
        this.signatures = signatures;
        if (file != null && Files.exists(file)) {
            read(file);
        }
    }

    private void read(Path from) {
        try {
            for (String line : Files.readAllLines(from)) {
                if (line.isBlank()) {
                    continue;
                }
                Map<String, Object> entry = JSONObjectUtils.parse(line);
                String tenant = text(entry, "tenant");
                ChainHead head =
                        new ChainHead(
                                tenant,
                                JSONObjectUtils.getLong(entry, "sequence"),
                                HexFormat.of().parseHex(text(entry, "hash")));
                heads.put(
                        tenant,
                        new Signed(head, HexFormat.of().parseHex(text(entry, "signature"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints " + from + " cannot be read", e);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    from
                            + " holds no checkpoints any more; if nobody knows why, verify the"
                            + " audit log against a backup of it, then remove it",
                    e);
        }
    }

    private static String text(Map<String, Object> entry, String key) throws ParseException {
        String value = JSONObjectUtils.getString(entry, key);
        if (value == null) {
            throw new ParseException("no " + key, 0);
        }
        return value;
    }

    HeadSignatures signatures() {
        return signatures;
    }

    Optional<Signed> of(String tenant) {
        return Optional.ofNullable(heads.get(tenant));
    }

    void put(ChainHead head) {
        heads.put(head.tenant(), new Signed(head, signatures.sign(Purpose.CHECKPOINT, head)));
    }

    void save() throws IOException {
        if (file == null) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Signed signed : new TreeMap<>(heads).values()) {
            Map<String, Object> entry = new TreeMap<>();
            entry.put("tenant", signed.head().tenant());
            entry.put("sequence", signed.head().sequence());
            entry.put("hash", signed.head().hashText());
            entry.put("signature", HexFormat.of().formatHex(signed.signature()));
            lines.append(JSONObjectUtils.toJSONString(entry)).append('\n');
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".audit", "");
        try {
            Files.writeString(draft, lines);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
