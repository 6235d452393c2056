package dev.joch.resourcestore.read;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.RequestLimits;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.store.ListPage;
import dev.joch.resourcestore.store.ListQuery;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.GetResponse;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.service.problem.ProblemException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers what was asked from the store, one page at a time. */
public final class ReadResources {

    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_PER_PAGE = 1_000;
    private static final int LONGEST_TOKEN = 4_096;
    private static final int MOST_KEYS = 10_000;
    private static final int HISTORY_STEP = 100;
    private static final int LARGE_STEP = 32;

    private final ResourceStore store;

    public ReadResources(ResourceStore store) {
        this.store = store;
    }

    public GetResponse get(GetRequest request) {
        Key key = key(request.getKey());
        RequestLimits.size(request.getRevision(), 0, Long.MAX_VALUE, "revision");
        RequestLimits.size(request.getGeneration(), 0, Long.MAX_VALUE, "generation");
        Optional<Version> found =
                request.getGeneration() == 0
                        ? store.get(key, request.getRevision())
                        : generation(key, request.getGeneration(), request.getRevision());
        return found.map(
                        version -> GetResponse.newBuilder().setResource(version.resource()).build())
                .orElseThrow(() -> new ProblemException(new ResourceStoreProblem.NotFound(key)));
    }

    /** The last retained version of a generation, within the newest life of the resource. */
    private Optional<Version> generation(Key key, long generation, long atOrBelow) {
        long below = atOrBelow == 0 ? 0 : atOrBelow + 1;
        String uid = "";
        while (true) {
            List<Version> versions = store.history(key, below, HISTORY_STEP);
            for (Version version : versions) {
                uid = uid.isEmpty() ? version.uid() : uid;
                long found = version.resource().getMetadata().getGeneration();
                if (!version.uid().equals(uid) || found < generation) {
                    return Optional.empty();
                }
                if (found == generation && !version.gone()) {
                    return Optional.of(version);
                }
                below = version.revision();
            }
            if (versions.size() < HISTORY_STEP) {
                return Optional.empty();
            }
        }
    }

    public BatchGetResponse batchGet(BatchGetRequest request) {
        RequestLimits.size(request.getKeysCount(), 0, MOST_KEYS, "keys");
        List<Key> keys = request.getKeysList().stream().map(ReadResources::key).toList();
        ResourceStore.Batch batch = store.getAll(keys);
        return BatchGetResponse.newBuilder()
                .addAllResources(resources(batch.versions()))
                .setRevision(batch.revision())
                .build();
    }

    public ListResponse list(ListRequest request) {
        RequestLimits.size(request.getRevision(), 0, Long.MAX_VALUE, "revision");
        Optional<PageToken> token = token(request.getPageToken(), request.getFilter());
        ListPage page = page(request, token);
        ListResponse.Builder response =
                ListResponse.newBuilder()
                        .addAllResources(resources(page.versions()))
                        .setRevision(page.revision());
        page.next()
                .ifPresent(key ->
                        response.setNextPageToken(
                                new PageToken(page.revision(), key).encode(request.getFilter())));
        return response.build();
    }

    private ListPage page(ListRequest request, Optional<PageToken> token) {
        ListQuery query =
                new ListQuery(
                        Filters.selection(request.getFilter()),
                        token.map(PageToken::after),
                        size(request.getPageSize()),
                        token.map(PageToken::revision).orElse(request.getRevision()));
        try {
            return store.list(query);
        } catch (ProblemException e) {
            if (token.isPresent()
                    && e.problem()
                            instanceof ResourceStoreProblem.RevisionExpired(long at, long oldest)) {
                throw new ProblemException(new ResourceStoreProblem.ExpiredToken(at, oldest));
            }
            throw e;
        }
    }

    public ListHistoryResponse listHistory(ListHistoryRequest request) {
        Key key = key(request.getKey());
        int size = size(request.getPageSize());
        long below =
                token(request.getPageToken(), request.getKey()).map(PageToken::revision).orElse(0L);
        ListHistoryResponse.Builder response = ListHistoryResponse.newBuilder();
        long bytes = 0;
        while (true) {
            // few at a time: a page is full by bytes long before it is by number
            List<Version> versions = store.history(key, below, LARGE_STEP);
            for (Version version : versions) {
                if (response.getVersionsCount() == size || bytes >= ListQuery.MOST_BYTES) {
                    String next = new PageToken(below, key).encode(request.getKey());
                    return response.setNextPageToken(next).build();
                }
                response.addVersions(proto(version));
                bytes += version.resource().getSerializedSize();
                below = version.revision();
            }
            if (versions.size() < LARGE_STEP) {
                return response.build();
            }
        }
    }

    private static dev.joch.resourcestore.v1.Version proto(Version version) {
        return dev.joch.resourcestore.v1.Version.newBuilder()
                .setRevision(version.revision())
                .setCommittedAt(timestamp(version.committedAt()))
                .setType(version.type())
                .setResource(version.resource())
                .build();
    }

    public ListReferrersResponse listReferrers(ListReferrersRequest request) {
        Key key = key(request.getKey());
        int size = size(request.getPageSize());
        Optional<Key> after = token(request.getPageToken(), request.getKey()).map(PageToken::after);
        List<Key> referrers = store.referrers(key, after, size + 1);
        ListReferrersResponse.Builder response = ListReferrersResponse.newBuilder();
        referrers.stream()
                .limit(size)
                .forEach(referrer -> response.addReferrers(referrer.toProto()));
        if (referrers.size() > size) {
            response.setNextPageToken(
                    new PageToken(0, referrers.get(size - 1)).encode(request.getKey()));
        }
        return response.build();
    }

    private static Optional<PageToken> token(
            String token, com.google.protobuf.MessageLite question) {
        RequestLimits.text(token, 0, LONGEST_TOKEN, "page_token");
        return token.isEmpty() ? Optional.empty() : Optional.of(PageToken.decode(token, question));
    }

    private static int size(int asked) {
        RequestLimits.size(asked, 0, MOST_PER_PAGE, "page_size");
        return asked == 0 ? DEFAULT_PAGE : asked;
    }

    private static Key key(ResourceKey proto) {
        Key key = Key.of(proto);
        RequestLimits.key(key, "key");
        return key;
    }

    private static List<Resource> resources(List<Version> versions) {
        return versions.stream().map(Version::resource).toList();
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
