package dev.joch.policyengine.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;

import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policyengine.store.CopyStore;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is handed over at the same time is taken together. */
@ExtendWith(Postgres.class)
final class DistributeTest {

    private static final int CALLS = 120;

    private static Resource agent(int number) {
        Resource.Builder agent =
                Resource.newBuilder()
                        .setKind("Agent")
                        .setSpec(Any.pack(AgentSpec.getDefaultInstance()));
        agent.getMetadataBuilder()
                .setTenant("acme")
                .setNamespace("ns")
                .setName("a-" + number)
                .setResourceVersion("" + (number + 1));
        return agent.build();
    }

    /** Rows carry the transaction that wrote them. */
    private static long commits(Database database) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select count(distinct xmin::text) from copy");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void manyAtOnceShareCommits(PostgresUrl url) throws Exception {
        try (Database database =
                Database.open(
                        new DatabaseConfig(url.jdbc(), "", "", 4, true),
                        "policy-engine",
                        "events")) {
            CopyStore store = new CopyStore(database.owner());
            Copies copies = new Copies("dev");
            FollowCopies follow = new FollowCopies(store, copies, Duration.ofMinutes(1));
            try (Distribute distribute = new Distribute(store, follow, copies);
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    DistributeRequest request =
                            DistributeRequest.newBuilder().addResources(agent(i)).build();
                    answers.add(
                            threads.submit(
                                    () -> distribute.distribute(request).getDistributedCount()));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(1);
                }
            }
            assertThat(store.after(0, 1000).copies()).hasSize(CALLS);
            assertThat(commits(database)).isLessThan(CALLS / 2);
        }
    }
}
