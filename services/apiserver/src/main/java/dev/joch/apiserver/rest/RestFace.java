package dev.joch.apiserver.rest;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.apiserver.http.HttpHandler;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.apiserver.http.TransportFault;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** Everything that is to be had over HTTP. */
public final class RestFace implements HttpHandler {

    /** Gives each request its id. */
    public interface RequestIds {
        /** The id that was sent, when it is fit for logs; else a new one. */
        String of(@Nullable String sent);
    }

    private static final Logger LOG = LoggerFactory.getLogger(RestFace.class);

    private final Routes routes;
    private final Transcoder transcoder;
    private final OpenPages pages;
    private final PlannedCalls planned;
    private final RequestIds requestIds;

    /**
     * @param services with their interceptors
     * @param requestIds makes the id of a request out of the one that was sent
     */
    public RestFace(
            List<ServerServiceDefinition> services,
            OpenPages pages,
            PlannedCalls planned,
            RequestIds requestIds,
            ScheduledExecutorService timer) {
        this.routes = new Routes(Bindings.of(services), PlannedPath.ALL);
        this.transcoder = new Transcoder(timer);
        this.pages = pages;
        this.planned = planned;
        this.requestIds = requestIds;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String requestId = requestIds.of(exchange.head().headers().get("x-request-id"));
        try {
            handle(exchange, requestId);
        } catch (ProblemException refused) {
            exchange.answer(named(ProblemJson.answer(refused.problem(), requestId), requestId));
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} {} failed, request {}",
                    exchange.head().method(),
                    exchange.head().path(),
                    requestId,
                    e);
            exchange.answer(
                    named(ProblemJson.answer(new ServiceProblem.Internal(), requestId), requestId));
        }
    }

    private void handle(HttpExchange exchange, String requestId) {
        HttpRequestHead head = exchange.head();
        boolean options = head.method().equals("OPTIONS");
        boolean get = head.method().equals("GET") || head.method().equals("HEAD");
        if (get && pages.has(head.path())) {
            exchange.answer(named(pages.answer(head), requestId));
            return;
        }
        String method = head.method().equals("HEAD") ? "GET" : head.method();
        switch (route(options ? "OPTIONS" : method, head)) {
            case Route.Call call ->
                    transcoder.carry(call.binding(), call.variables(), exchange, requestId);
            case Route.Planned later -> throw planned.refuse(head, later.service(), requestId);
            case Route.OtherMethods others -> {
                if (!options) {
                    throw new ProblemException(
                            new RestProblem.MethodNotAllowed(head.method(), others.allowed()));
                }
                exchange.answer(
                        named(
                                new HttpAnswer(
                                        204,
                                        Map.of("allow", String.join(", ", others.allowed())),
                                        new byte[0]),
                                requestId));
            }
            case Route.Nowhere nowhere ->
                    throw new ProblemException(new RestProblem.NoSuchPath(shown(head.path())));
        }
    }

    /** A list that is to be watched is the watch of the same resources. */
    private Route route(String method, HttpRequestHead head) {
        Route found = routes.find(method, head.segments());
        boolean list =
                found instanceof Route.Call call && call.binding().rpc().equals("ListResources");
        // a stream without a body would never say anything
        if (!list || !head.flag("watch") || head.method().equals("HEAD")) {
            return found;
        }
        Route watch = routes.find("WATCH", List.of("v1", "resources"));
        return watch instanceof Route.Call target && found instanceof Route.Call from
                ? new Route.Call(target.binding(), from.variables())
                : found;
    }

    private static String shown(String path) {
        return path.length() > 200 ? path.substring(0, 200) + "..." : path;
    }

    private static HttpAnswer named(HttpAnswer answer, String requestId) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("x-request-id", requestId);
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    @Override
    public HttpAnswer refuse(TransportFault fault) {
        String requestId = requestIds.of(null);
        return named(ProblemJson.answer(problem(fault), requestId), requestId);
    }

    private static Problem problem(TransportFault fault) {
        Status.Code bad = Status.Code.INVALID_ARGUMENT;
        return switch (fault) {
            case MALFORMED ->
                    new RestProblem.Transport(
                            bad, "MALFORMED_REQUEST", "this is no HTTP/1.1 request");
            case LINE_TOO_LONG ->
                    new RestProblem.Transport(
                            bad, "LINE_TOO_LONG", "the address is too long; shorten it");
            case HEADERS_TOO_LARGE ->
                    new RestProblem.Transport(
                            bad,
                            "HEADERS_TOO_LARGE",
                            "the headers are too large; send fewer or shorter ones");
            case BODY_TOO_LARGE ->
                    new RestProblem.Transport(
                            bad,
                            "TOO_LARGE",
                            "a request may hold 8 MB and 1,000 documents; split it into several");
            case TOO_SLOW ->
                    new RestProblem.Transport(
                            bad,
                            "REQUEST_TOO_SLOW",
                            "the request did not arrive in time; send it again");
            case EXPECTATION ->
                    new RestProblem.Transport(
                            bad, "EXPECTATION_FAILED", "only `expect: 100-continue` is understood");
            case OVERLOADED -> new ServiceProblem.Overloaded("request bodies", 0);
        };
    }
}
