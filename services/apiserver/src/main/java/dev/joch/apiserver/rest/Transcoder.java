package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.apiserver.http.HttpRequestHead;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Carries one HTTP request through the handler of an RPC. */
final class Transcoder {

    /** How long a stream may stay silent before its status line is sent. */
    private static final long SILENCE_MILLIS = 300;

    private static final List<String> PASSED_ON =
            List.of("authorization", "traceparent", "tracestate");

    private final ScheduledExecutorService timer;

    Transcoder(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    void carry(
            Binding binding,
            Map<String, String> variables,
            HttpExchange exchange,
            String requestId) {
        boolean stream = binding.call().getMethodDescriptor().getType() != MethodType.UNARY;
        // a bill is the document that it is: its reader chooses among formats
        boolean bill = binding.request() instanceof GetAgentBillRequest;
        Rendering rendering =
                bill ? new Rendering.Json() : Rendering.choose(exchange.head(), stream);
        // who is not known has nothing read
        Supplier<Message> request = () -> RequestReader.read(binding, variables, exchange);
        if (stream) {
            stream(binding.call(), request, rendering, exchange, requestId);
        } else {
            start(
                    binding.call(),
                    request,
                    new UnaryAnswer(exchange, binding.request(), rendering, requestId),
                    exchange,
                    requestId);
        }
    }

    private void stream(
            ServerMethodDefinition<Message, Message> method,
            Supplier<Message> request,
            Rendering rendering,
            HttpExchange exchange,
            String requestId) {
        StreamAnswer answer =
                new StreamAnswer(exchange, asked -> format(asked, rendering), requestId);
        ServerCall.Listener<Message> listener = start(method, request, answer, exchange, requestId);
        answer.whenReady(listener::onReady);
        timer.schedule(answer::begin, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ServerCall.Listener<Message> start(
            ServerMethodDefinition<Message, Message> method,
            Supplier<Message> request,
            TranscodedCall.Answers answers,
            HttpExchange exchange,
            String requestId) {
        TranscodedCall call =
                new TranscodedCall(method.getMethodDescriptor(), exchange.head(), answers);
        Context.CancellableContext context = Context.ROOT.withCancellation();
        try {
            return context.call(() -> {
                ServerCall.Listener<Message> listener =
                        method.getServerCallHandler()
                                .startCall(call, metadata(exchange.head(), requestId));
                exchange.whenGone(() -> {
                    call.cancel();
                    context.cancel(null);
                    listener.onCancel();
                });
                if (!call.isClosed()) {
                    ask(call, listener, request, answers);
                }
                return listener;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a handler failed", e);
        }
    }

    private static void ask(
            TranscodedCall call,
            ServerCall.Listener<Message> listener,
            Supplier<Message> request,
            TranscodedCall.Answers answers) {
        try {
            Message read = request.get();
            answers.asked(read);
            listener.onMessage(read);
        } catch (RuntimeException e) {
            call.unreadable(e);
        }
        listener.onHalfClose();
    }

    private static EventFormat format(Message request, Rendering rendering) {
        boolean namespaces =
                request instanceof WatchResourcesRequest watch && watch.getNamespace().isEmpty();
        return switch (rendering) {
            case Rendering.Events events -> new EventFormat.Events();
            case Rendering.Lines lines ->
                    new EventFormat.Lines(
                            lines.table().map(table -> new TableJson(table.wide(), namespaces)));
            case Rendering.Json json -> new EventFormat.Lines(Optional.empty());
            case Rendering.Yaml yaml -> new EventFormat.Lines(Optional.empty());
            case Rendering.Table table ->
                    new EventFormat.Lines(Optional.of(new TableJson(table.wide(), namespaces)));
        };
    }

    private static Metadata metadata(HttpRequestHead head, String requestId) {
        Metadata metadata = new Metadata();
        for (String name : PASSED_ON) {
            head.header(name)
                    .ifPresent(value ->
                            metadata.put(
                                    Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER),
                                    value));
        }
        metadata.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), requestId);
        return metadata;
    }
}
