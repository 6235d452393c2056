package dev.joch.events.store;

import dev.joch.events.loop.Loop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Listens for notices. To listen is its rest, so whoever ends it need not wait for one. */
public final class Hearing implements Loop.Turn {

    private static final Duration LISTEN = Duration.ofSeconds(1);

    private final NoticeStore notices;
    private final Consumer<List<String>> heard;
    private final Duration listen;

    /**
     * @param heard gets what was told at one time; returns at once
     */
    public Hearing(NoticeStore notices, Consumer<List<String>> heard) {
        this(notices, heard, LISTEN);
    }

    Hearing(NoticeStore notices, Consumer<List<String>> heard, Duration listen) {
        this.notices = notices;
        this.heard = heard;
        this.listen = listen;
    }

    @Override
    public boolean turn() {
        return false;
    }

    @Override
    public void rest() throws SQLException {
        List<String> told = notices.await(listen);
        if (!told.isEmpty()) {
            heard.accept(told);
        }
    }

    @Override
    public void failed() {
        notices.close();
    }

    @Override
    public void ended() {
        notices.close();
    }
}
