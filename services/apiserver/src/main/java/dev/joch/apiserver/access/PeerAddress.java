package dev.joch.apiserver.access;

import io.grpc.Context;

/** Address of the peer of the current call, for the audit log. */
public final class PeerAddress {

    private static final Context.Key<String> PEER = Context.keyWithDefault("joch-peer", "");

    private PeerAddress() {}

    public static String current() {
        return PEER.get();
    }

    public static Context with(Context context, String peer) {
        return context.withValue(PEER, peer);
    }
}
