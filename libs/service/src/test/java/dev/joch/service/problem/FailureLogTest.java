package dev.joch.service.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.Test;

import java.net.ConnectException;

class FailureLogTest {

    private final Logger log = new LoggerContext().getLogger("test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    FailureLogTest() {
        lines.start();
        log.addAppender(lines);
    }

    @Test
    void aPeerThatIsAwayTakesOneLineThatNamesTheOrigin() {
        StatusRuntimeException away =
                Status.UNAVAILABLE
                        .withCause(new ConnectException("Connection refused: store:9090"))
                        .asRuntimeException();
        FailureLog.warn(log, "Review", PeerFailure.of("the resource store", away));
        ILoggingEvent line = lines.list.getFirst();
        assertThat(line.getFormattedMessage())
                .startsWith("Review: ")
                .contains("the resource store")
                .endsWith("(Connection refused: store:9090)");
        assertThat(line.getThrowableProxy()).isNull();
    }

    @Test
    void everythingElseHasItsStack() {
        FailureLog.warn(log, "Review", new IllegalStateException("broken"));
        assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("broken");
    }
}
