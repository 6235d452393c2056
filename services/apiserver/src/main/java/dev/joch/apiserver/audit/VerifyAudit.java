package dev.joch.apiserver.audit;

import dev.joch.api.v1.AuditFault;
import dev.joch.apiserver.audit.HeadSignatures.Purpose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Walks the chain of a tenant and names what is wrong with it.
 *
 * <p>One pass over the records, none of them kept but those whose hash does not fit; these are
 * compared among one another at the end to tell moved records from changed ones.
 */
final class VerifyAudit {

    /** Faults beyond these add nothing but length. */
    static final int MOST_FAULTS = 1_000;

    private static final int MOST_COMPARED = 256;

    /** What was found. */
    record Report(long verified, ChainHead head, List<AuditFault> faults) {
        boolean intact() {
            return faults.isEmpty();
        }
    }

    private final AuditStore store;
    private final HeadCheckpoints checkpoints;

    VerifyAudit(AuditStore store, HeadCheckpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    /**
     * @param fromSequence first record to verify; 0 or 1 is the whole chain
     */
    Report verify(String tenant, long fromSequence) {
        List<ChainHead> known = new ArrayList<>();
        List<AuditFault> faults = new ArrayList<>();
        checkpoints.newest(tenant).ifPresent(known::add);
        checkpoints
                .signed(tenant)
                .ifPresent(signed -> {
                    if (checkpoints
                            .signatures()
                            .verifies(Purpose.CHECKPOINT, signed.head(), signed.signature())) {
                        known.add(signed.head());
                    } else {
                        faults.add(
                                fault(
                                        signed.head().sequence(),
                                        "CHANGED",
                                        "the checkpoint outside of the database is not signed by"
                                                + " this server"));
                    }
                });
        Pass pass = new Pass(Math.max(1, fromSequence), known, faults);
        // one record earlier: its hash is what the first one to be verified must name
        AuditStore.Walk walk = store.walk(tenant, Math.max(1, fromSequence - 1), pass::row);
        pass.end(walk, checkpoints.signatures());
        return new Report(pass.verified, walk.head(), List.copyOf(pass.faults));
    }

    private static AuditFault fault(long sequence, String word, String detail) {
        return AuditFault.newBuilder()
                .setSequence(sequence)
                .setFault(word)
                .setDetail(detail)
                .build();
    }

    /** One pass over a chain. */
    private static final class Pass {
        private final long from;
        private final List<ChainHead> known;
        private final List<AuditFault> faults;
        private final List<AuditRow> unsound = new ArrayList<>();
        private final boolean[] seen;
        private long first;
        private byte[] firstPrevious = new byte[0];
        private long last;
        private byte[] lastHash = new byte[0];
        private long verified;

        Pass(long from, List<ChainHead> known, List<AuditFault> faults) {
            this.from = from;
            this.known = known;
            this.faults = faults;
            this.seen = new boolean[known.size()];
        }

        void row(AuditRow row) {
            compareWithKnown(row);
            if (row.sequence() < from) {
                last = row.sequence();
                lastHash = row.hash();
                first = row.sequence();
                firstPrevious = row.previousHash();
                return;
            }
            verified++;
            if (first == 0) {
                first = row.sequence();
                firstPrevious = row.previousHash();
            } else {
                follow(row);
            }
            if (!row.sound()) {
                if (unsound.size() < MOST_COMPARED) {
                    unsound.add(row);
                } else {
                    add(
                            row.sequence(),
                            "CHANGED",
                            "its content is not what its hash was computed from");
                }
            }
            last = row.sequence();
            lastHash = row.hash();
        }

        private void follow(AuditRow row) {
            if (row.sequence() == last) {
                add(row.sequence(), "REORDERED", "two records have this place");
            } else if (row.sequence() > last + 1) {
                add(
                        last + 1,
                        "MISSING",
                        (row.sequence() - last - 1)
                                + " records are gone up to "
                                + (row.sequence() - 1));
            } else if (!Arrays.equals(row.previousHash(), lastHash)) {
                add(
                        row.sequence(),
                        "CHANGED",
                        "it does not follow the record before it: one of the two was replaced");
            }
        }

        private void compareWithKnown(AuditRow row) {
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i).sequence() == row.sequence()) {
                    seen[i] = true;
                    if (!Arrays.equals(known.get(i).hash(), row.hash())) {
                        add(
                                row.sequence(),
                                "CHANGED",
                                "the head that was kept outside of the database is another: the"
                                        + " chain was rewritten");
                    }
                }
            }
        }

        void end(AuditStore.Walk walk, HeadSignatures signatures) {
            nameUnsound();
            Optional<AuditStore.Anchor> anchor = walk.anchor();
            long begin = 1;
            byte[] beginHash = new byte[0];
            if (anchor.isPresent()) {
                if (!signatures.verifies(
                        Purpose.ANCHOR, anchor.get().head(), anchor.get().signature())) {
                    add(
                            anchor.get().head().sequence(),
                            "CHANGED",
                            "the anchor of the chain is not signed by this server");
                }
                begin = anchor.get().head().sequence() + 1;
                beginHash = anchor.get().head().hash();
            }
            checkBegin(begin, beginHash);
            checkEnd(walk.head(), begin);
        }

        private void checkBegin(long begin, byte[] beginHash) {
            long expected = Math.max(begin, Math.max(1, from - 1));
            if (first > expected) {
                add(
                        expected,
                        "MISSING",
                        (first - expected) + " records are gone up to " + (first - 1));
            } else if (first != 0 && first < begin) {
                add(first, "CHANGED", "it stands before the beginning of the chain");
            } else if (first == begin && !Arrays.equals(firstPrevious, beginHash)) {
                add(first, "CHANGED", "it does not follow the beginning of the chain");
            }
        }

        private void checkEnd(ChainHead head, long begin) {
            if (last < head.sequence() && head.sequence() >= from) {
                add(
                        Math.max(last + 1, begin),
                        "TRUNCATED",
                        "the chain goes up to " + head.sequence());
            } else if (last > head.sequence()) {
                add(
                        head.sequence() + 1,
                        "CHANGED",
                        "records stand behind the end of the chain that nobody has written there");
            } else if (last != 0
                    && last == head.sequence()
                    && !Arrays.equals(lastHash, head.hash())) {
                add(last, "CHANGED", "it is not the one that the chain ended with");
            }
            for (int i = 0; i < known.size(); i++) {
                long sequence = known.get(i).sequence();
                boolean due = !seen[i] && sequence >= from && sequence >= begin;
                if (due && sequence > last) {
                    add(last + 1, "TRUNCATED", "the chain once went up to " + sequence);
                }
            }
        }

        private void nameUnsound() {
            for (AuditRow row : unsound) {
                Optional<AuditRow> place =
                        unsound.stream()
                                .filter(other -> other.sequence() != row.sequence())
                                .filter(other -> row.soundAt(other.sequence()))
                                .findFirst();
                if (place.isPresent()) {
                    add(
                            row.sequence(),
                            "REORDERED",
                            "this record belongs to place " + place.get().sequence());
                } else {
                    add(
                            row.sequence(),
                            "CHANGED",
                            "its content is not what its hash was computed from");
                }
            }
        }

        private void add(long sequence, String word, String detail) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(fault(sequence, word, detail));
            }
        }
    }
}
