package dev.joch.scheduler.place;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose turn it is in one pool.
 *
 * <p>Each run that is given moves its party on by one. Nobody is behind the virtual time of the
 * level: who was away, or could not be served, starts at it. Of equals, who was served longest ago
 * comes first.
 */
public final class Turns {

    private final Map<Party, Share> shares;
    private final Map<Party, Share> moved = new HashMap<>();

    public Turns(Map<Party, Share> shares) {
        this.shares = new HashMap<>(shares);
    }

    /** Of parties of one level, who is next. */
    Party next(Collection<Party> parties) {
        return parties.stream()
                .min(
                        Comparator.comparingLong(this::pass)
                                .thenComparingLong(party -> share(party).served())
                                .thenComparing(Party::tenant)
                                .thenComparing(Party::namespace))
                .orElseThrow();
    }

    private Share share(Party party) {
        return shares.getOrDefault(party, Share.NONE);
    }

    private long pass(Party party) {
        return Math.max(share(party).pass(), share(party.level()).pass());
    }

    /** That namespace was given a run. */
    void served(String tenant, String namespace) {
        serve(Party.tenant(tenant));
        serve(new Party(tenant, namespace));
    }

    private void serve(Party party) {
        long pass = pass(party);
        Party level = party.level();
        Share above = share(level);
        long turn = above.served() + 1;
        put(level, new Share(Math.max(above.pass(), pass), turn));
        put(party, new Share(pass + 1, turn));
    }

    private void put(Party party, Share share) {
        shares.put(party, share);
        moved.put(party, share);
    }

    /** Shares that are no longer what they were. */
    public Map<Party, Share> moved() {
        return Map.copyOf(moved);
    }
}
