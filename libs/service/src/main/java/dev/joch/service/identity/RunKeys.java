package dev.joch.service.identity;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The scheduler's key that signs tokens of runs, and how others know it.
 *
 * <p>Split, it is the scheduler's own mesh key, and its public half is in everybody's trust folder.
 * In one process it is made at the start: tokens live for minutes, and a process that starts anew
 * has no run from before.
 */
public final class RunKeys {

    /** Only this service signs tokens of runs. */
    static final String ISSUER = "scheduler";

    /** A key and its name. */
    record Signing(PrivateKey key, String keyId) {}

    /** What is trusted now; told whether to look again for new keys. */
    private final Function<Boolean, Map<String, PublicKey>> trusted;

    private final Supplier<Signing> signing;

    private RunKeys(Supplier<Signing> signing, Function<Boolean, Map<String, PublicKey>> trusted) {
        this.signing = signing;
        this.trusted = trusted;
    }

    /** A new key, for this process alone. */
    public static RunKeys ofThisProcess() {
        KeyPair pair = Ed25519.generate();
        String keyId = Ed25519.keyId(pair.getPublic());
        Signing signing = new Signing(pair.getPrivate(), keyId);
        Map<String, PublicKey> trusted = Map.of(keyId, pair.getPublic());
        return new RunKeys(() -> signing, again -> trusted);
    }

    /**
     * Keys in files. Only the scheduler itself may sign by them.
     *
     * @param service name of this one
     */
    public static RunKeys inFiles(
            String service, Path keyFile, Path trustFolder, InstantSource clock) {
        TrustFolder folder = new TrustFolder(trustFolder, clock);
        OwnKey own = new OwnKey(keyFile);
        Supplier<Signing> signing =
                () -> {
                    if (!service.equals(ISSUER)) {
                        throw new IllegalStateException(
                                service + " must not sign tokens of runs; only the scheduler does");
                    }
                    OwnKey.Loaded loaded = own.current();
                    return new Signing(loaded.key(), loaded.keyId());
                };
        return new RunKeys(
                signing, again -> (again ? folder.afterRotation() : folder.current()).of(ISSUER));
    }

    Signing signing() {
        return signing.get();
    }

    /** Public keys of the scheduler by their names. */
    Map<String, PublicKey> trusted() {
        return trusted.apply(false);
    }

    /** The same, once more, because a signature fits none of them. */
    Map<String, PublicKey> afterRotation() {
        return trusted.apply(true);
    }
}
