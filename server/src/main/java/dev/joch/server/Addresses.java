package dev.joch.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.service.process.JochProcess;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a running server listens.
 *
 * @param rest base URL
 * @param grpc host:port
 */
record Addresses(String rest, String grpc) {

    static Addresses of(JochProcess process, String host) {
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return new Addresses(
                "http://" + reachable + ":" + process.bean(HttpServer.class).port(),
                reachable + ":" + process.bean(GrpcServer.class).port());
    }

    /** The content of {@code server.json}. */
    String json(Path tokenFile) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        content.put("rest", rest);
        content.put("grpc", grpc);
        content.put("tokenFile", tokenFile.toString());
        try {
            return new ObjectMapper().writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
