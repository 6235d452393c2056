package dev.joch.worker.run;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.scheduler.v1.Run;
import dev.joch.worker.process.Cages;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of a program, which is all that it gets of one. Pure. */
final class AgentVariables {

    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Urls urls;
    private final Map<String, String> own;
    private final String code;

    /**
     * @param own environment of the worker, of which two variables are passed on
     * @param code folder with the code of agents; empty when there is none
     */
    AgentVariables(Urls urls, Map<String, String> own, String code) {
        this.urls = urls;
        this.own = Map.copyOf(own);
        this.code = code;
    }

    /**
     * @param token as it is at the start; the file always has one that is valid
     * @param traceparent of the span that the program's own are below
     * @param mark by which the processes of the run are known
     */
    Map<String, String> of(
            Run run,
            CompiledAgentManifestSpec manifest,
            RunFolder folder,
            String token,
            String traceparent,
            String mark) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", own.getOrDefault("PATH", PATH));
        all.put("LANG", own.getOrDefault("LANG", "C.UTF-8"));
        all.put("HOME", folder.work().toString());
        all.put("TMPDIR", folder.temporary().toString());
        all.put(Cages.MARK, mark);
        contract(all, run, manifest, folder);
        all.put("TRACEPARENT", traceparent);
        libraries(all, run, manifest.getAgent(), token);
        return all;
    }

    private void contract(
            Map<String, String> all,
            Run run,
            CompiledAgentManifestSpec manifest,
            RunFolder folder) {
        all.put("JOCH_EXECUTION_ID", run.getExecution().getName());
        all.put("JOCH_EXECUTION_UID", run.getUid());
        all.put("JOCH_TENANT", run.getExecution().getTenant());
        all.put("JOCH_NAMESPACE", run.getExecution().getNamespace());
        all.put("JOCH_AGENT", manifest.getAgent().getName());
        all.put("JOCH_ATTEMPT", Integer.toString(run.getAttempt()));
        all.put("JOCH_SERVER_URL", urls.server());
        all.put("JOCH_GATEWAY_URL", urls.gateway());
        all.put("JOCH_ROUTER_URL", urls.router());
        all.put("JOCH_TRACE_URL", urls.trace());
        all.put("JOCH_TOKEN_FILE", folder.token().toString());
        all.put("JOCH_INPUT_FILE", folder.input().toString());
        all.put("JOCH_OUTPUT_FILE", folder.output().toString());
        all.put("JOCH_MANIFEST_FILE", folder.manifest().toString());
        all.put("JOCH_ARTIFACT_DIR", folder.artifacts().toString());
        all.put("JOCH_CODE_DIR", code);
    }

    /** What SDKs look for by themselves. */
    private void libraries(Map<String, String> all, Run run, ManifestAgent agent, String token) {
        if (!urls.router().isEmpty()) {
            all.put("OPENAI_BASE_URL", urls.router() + "/v1");
            all.put("OPENAI_API_KEY", token);
            all.put("ANTHROPIC_BASE_URL", urls.router());
            all.put("ANTHROPIC_API_KEY", token);
            all.put("GOOGLE_GEMINI_BASE_URL", urls.router());
            all.put("GEMINI_API_KEY", token);
        }
        if (!urls.trace().isEmpty()) {
            all.put("OTEL_EXPORTER_OTLP_ENDPOINT", urls.trace());
            all.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            // the value of a header is percent-encoded there
            all.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20" + token);
            all.put("OTEL_SERVICE_NAME", agent.getName());
            all.put(
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "joch.execution.id="
                            + run.getExecution().getName()
                            + ",joch.agent.name="
                            + agent.getName()
                            + ",joch.agent.namespace="
                            + run.getExecution().getNamespace());
        }
    }
}
