"""What an agent is given: its input, a place for its output, and the calls that Joch answers.

Standard library only. A call whose service this installation lacks raises NotAvailable.
"""

import json
import os
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path


class NotAvailable(RuntimeError):
    """The installation has no such service: a call that needs it can never succeed there."""

    def __init__(self, service, variable):
        super().__init__(
            f"{service} is not part of this installation ({variable} is empty); "
            "run the agent where it is, or do without"
        )
        self.service = service


class CallFailed(RuntimeError):
    """Joch answered a call with a refusal, or not at all.

    status is that of HTTP, 0 when there was no answer; reason is the stable word of the refusal.
    """

    def __init__(self, message, status=0, reason=""):
        super().__init__(message)
        self.status = status
        self.reason = reason


class _Http:
    def __init__(self, environment):
        self._environment = environment

    def token(self):
        """Read anew each time: the worker renews it."""
        path = self._environment.get("JOCH_TOKEN_FILE", "")
        try:
            return Path(path).read_text(encoding="utf-8").strip() if path else ""
        except OSError:
            return ""

    def _request(self, service, variable, path, body):
        base = self._environment.get(variable, "").rstrip("/")
        if not base:
            raise NotAvailable(service, variable)
        headers = {"content-type": "application/json"}
        token = self.token()
        if token:
            headers["authorization"] = "Bearer " + token
        traceparent = self._environment.get("TRACEPARENT", "")
        if traceparent:
            headers["traceparent"] = traceparent
        data = json.dumps(body).encode("utf-8")
        return urllib.request.Request(base + path, data=data, headers=headers, method="POST")

    def open(self, service, variable, path, body, timeout):
        request = self._request(service, variable, path, body)
        try:
            return urllib.request.urlopen(request, timeout=timeout)
        except urllib.error.HTTPError as refused:
            raise self._refusal(path, refused) from None
        except OSError as failed:
            raise CallFailed(f"POST {path}: the {service} does not answer: {failed}") from failed

    def post(self, service, variable, path, body, timeout):
        with self.open(service, variable, path, body, timeout) as answer:
            text = answer.read().decode("utf-8")
        return json.loads(text) if text.strip() else {}

    @staticmethod
    def _refusal(path, refused):
        try:
            problem = json.loads(refused.read().decode("utf-8"))
        except (OSError, ValueError):
            problem = {}
        if not isinstance(problem, dict):
            problem = {}
        detail = problem.get("detail") or f"status {refused.code}"
        return CallFailed(
            f"POST {path} was refused: {detail}", refused.code, problem.get("reason", "")
        )


class _Part:
    def __init__(self, runtime):
        self._runtime = runtime


class _Tools(_Part):
    def call(self, name, input, timeout=300):
        """Calls a tool of the manifest; gives its result."""
        body = {
            "executionRef": self._runtime._execution(),
            "agentRef": {"name": self._runtime._environment.get("JOCH_AGENT", "")},
            "toolRef": {"name": name},
            "input": input,
        }
        return self._runtime._gateway("/v1/tool-calls", body, timeout)


class _Mcp(_Part):
    def call(self, server, method, params=None, timeout=300):
        """Calls a method of an MCP server of the manifest."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        return self._runtime._gateway(f"/v1/mcp/{_quoted(server)}/call", body, timeout)


class _Model(_Part):
    def respond(self, messages, timeout=600, **parameters):
        """Asks the model that the route of the agent chooses."""
        return self._runtime._http.post(
            *_ROUTER, "/v1/model/respond", self._body(messages, parameters), timeout
        )

    def stream(self, messages, timeout=600, **parameters):
        """The same in pieces, as they come."""
        with self._runtime._http.open(
            *_ROUTER, "/v1/model/stream", self._body(messages, parameters), timeout
        ) as answer:
            for line in answer:
                text = line.decode("utf-8").strip()
                if text.startswith("data:"):
                    yield json.loads(text[len("data:"):])

    def _body(self, messages, parameters):
        return {
            "executionRef": self._runtime._execution(),
            "messages": messages,
            "parameters": parameters,
        }


class _Memory(_Part):
    def read(self, name, query, timeout=60):
        """Reads from a memory of the manifest."""
        body = {"query": query, "context": self._runtime._execution()}
        return self._runtime._gateway(f"/v1/memory/{_quoted(name)}/query", body, timeout)

    def write(self, name, items, timeout=60):
        """Writes into a memory of the manifest."""
        body = {"items": items, "context": self._runtime._execution()}
        return self._runtime._gateway(f"/v1/memory/{_quoted(name)}/write", body, timeout)


class _Rag(_Part):
    def retrieve(self, name, query, timeout=60):
        """Looks something up in a retrieval source of the manifest."""
        body = {"query": query, "context": self._runtime._execution()}
        return self._runtime._gateway(f"/v1/rag/{_quoted(name)}/retrieve", body, timeout)


class _Handoff(_Part):
    def to(self, agent, summary, timeout=60):
        """Hands the task to another agent of the same namespace."""
        body = {
            "executionRef": self._runtime._execution(),
            "agentRef": {"name": agent},
            "summary": summary,
        }
        return self._runtime._gateway("/v1/handoffs", body, timeout)


class _Approval(_Part):
    def request(self, title, details=None, timeout=1800):
        """Asks people, and waits for their answer."""
        body = {
            "executionRef": self._runtime._execution(),
            "title": title,
            "details": details or {},
        }
        return self._runtime._gateway("/v1/approvals", body, timeout)


class _Artifact(_Part):
    def write(self, name, content, content_type=None):
        """Leaves a file with the run; gives its address. The type follows from the name."""
        folder = self._runtime._file("JOCH_ARTIFACT_DIR").resolve()
        path = (folder / name).resolve()
        if path == folder or folder not in path.parents:
            raise ValueError(f"{name} is no name of a file in the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        execution = self._runtime._environment.get("JOCH_EXECUTION_ID", "")
        return f"artifact://exec/{execution}/{path.relative_to(folder).as_posix()}"


class _Trace(_Part):
    def event(self, name, payload=None):
        """Records that something happened, as a span below the agent's own."""
        environment = self._runtime._environment
        parent = environment.get("TRACEPARENT", "").split("-")
        traced = len(parent) >= 4
        now = str(time.time_ns())
        span = {
            "traceId": parent[1] if traced else secrets.token_hex(16),
            "spanId": secrets.token_hex(8),
            "parentSpanId": parent[2] if traced else "",
            "name": name,
            "kind": 1,
            "startTimeUnixNano": now,
            "endTimeUnixNano": now,
            "attributes": [_attribute(key, value) for key, value in (payload or {}).items()],
        }
        resource = [
            _attribute("service.name", environment.get("JOCH_AGENT", "")),
            _attribute("joch.execution.id", environment.get("JOCH_EXECUTION_ID", "")),
        ]
        body = {
            "resourceSpans": [
                {
                    "resource": {"attributes": resource},
                    "scopeSpans": [{"scope": {"name": "joch-agent"}, "spans": [span]}],
                }
            ]
        }
        self._runtime._http.post("trace service", "JOCH_TRACE_URL", "/v1/traces", body, 10)


_ROUTER = ("model router", "JOCH_ROUTER_URL")


def _quoted(name):
    return urllib.parse.quote(name, safe="")


def _attribute(key, value):
    if isinstance(value, bool):
        typed = {"boolValue": value}
    elif isinstance(value, int):
        typed = {"intValue": str(value)}
    elif isinstance(value, float):
        typed = {"doubleValue": value}
    elif isinstance(value, str):
        typed = {"stringValue": value}
    else:
        typed = {"stringValue": json.dumps(value)}
    return {"key": key, "value": typed}


class JochRuntime:
    """An agent's way to Joch.

    Who calls, for which execution and in which trace is added to each call by itself.
    """

    def __init__(self, environment=None):
        self._environment = dict(os.environ if environment is None else environment)
        self._http = _Http(self._environment)
        self.tools = _Tools(self)
        self.mcp = _Mcp(self)
        self.model = _Model(self)
        self.memory = _Memory(self)
        self.rag = _Rag(self)
        self.artifact = _Artifact(self)
        self.trace = _Trace(self)
        self.handoff = _Handoff(self)
        self.approval = _Approval(self)

    def context(self):
        """The input document: execution, agent, input."""
        return self._json("JOCH_INPUT_FILE")

    def manifest(self):
        """The manifest that the agent runs under."""
        return self._json("JOCH_MANIFEST_FILE")

    def token(self):
        """The token that proves who calls, as it is now."""
        return self._http.token()

    def write_output(self, output):
        """Writes the output, an object; the last one counts."""
        if not isinstance(output, dict):
            raise TypeError("the output of an agent is a dict, not " + type(output).__name__)
        path = self._file("JOCH_OUTPUT_FILE")
        following = path.with_name(path.name + ".next")
        following.write_text(json.dumps(output, allow_nan=False), encoding="utf-8")
        following.replace(path)

    def _json(self, variable):
        return json.loads(self._file(variable).read_text(encoding="utf-8"))

    def _file(self, variable):
        path = self._environment.get(variable, "")
        if not path:
            raise RuntimeError(
                f"{variable} is not set: start the agent with joch run, or set it by hand"
            )
        return Path(path)

    def _execution(self):
        return {
            "name": self._environment.get("JOCH_EXECUTION_ID", ""),
            "namespace": self._environment.get("JOCH_NAMESPACE", ""),
        }

    def _gateway(self, path, body, timeout):
        return self._http.post("tool gateway", "JOCH_GATEWAY_URL", path, body, timeout)
