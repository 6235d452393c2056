import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from joch.run import call
from joch.runtime import CallFailed, JochRuntime, NotAvailable

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Joch(http.server.BaseHTTPRequestHandler):
    """Answers like the services of Joch, and keeps what it was asked."""

    seen = []
    answer = (200, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        Joch.seen.append((self.path, headers, json.loads(body)))
        status, document = Joch.answer
        text = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *ignored):
        pass


class RuntimeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Joch)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        (root / "artifacts").mkdir()
        (root / "token").write_text("secret\n")
        document = {"execution": {"name": "exec-1"}, "input": {"text": "hello"}}
        (root / "input.json").write_text(json.dumps(document))
        url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.environment = {
            "JOCH_EXECUTION_ID": "exec-1",
            "JOCH_NAMESPACE": "support",
            "JOCH_AGENT": "greeter",
            "JOCH_GATEWAY_URL": url,
            "JOCH_ROUTER_URL": "",
            "JOCH_TRACE_URL": url + "/",
            "JOCH_TOKEN_FILE": str(root / "token"),
            "JOCH_INPUT_FILE": str(root / "input.json"),
            "JOCH_OUTPUT_FILE": str(root / "output.json"),
            "JOCH_ARTIFACT_DIR": str(root / "artifacts"),
            "TRACEPARENT": TRACEPARENT,
        }
        self.root = root
        self.joch = JochRuntime(self.environment)
        Joch.seen.clear()
        Joch.answer = (200, {})

    def tearDown(self):
        self.folder.cleanup()

    def test_tool_call_names_who_calls(self):
        Joch.answer = (200, {"status": {"phase": "Succeeded"}})
        result = self.joch.tools.call("desk.search", {"query": "x"})
        path, headers, body = Joch.seen[0]
        self.assertEqual({"status": {"phase": "Succeeded"}}, result)
        self.assertEqual("/v1/tool-calls", path)
        self.assertEqual("Bearer secret", headers["authorization"])
        self.assertEqual(TRACEPARENT, headers["traceparent"])
        self.assertEqual({"name": "exec-1", "namespace": "support"}, body["executionRef"])
        self.assertEqual({"name": "desk.search"}, body["toolRef"])

    def test_token_is_read_anew(self):
        (self.root / "token").write_text("renewed")
        self.joch.mcp.call("hand/book", "tools/list")
        path, headers, _ = Joch.seen[0]
        self.assertEqual("/v1/mcp/hand%2Fbook/call", path)
        self.assertEqual("Bearer renewed", headers["authorization"])

    def test_refusal_has_its_reason(self):
        Joch.answer = (403, {"reason": "POLICY_DENIED", "detail": "not on Sundays"})
        with self.assertRaises(CallFailed) as refused:
            self.joch.tools.call("desk.close", {})
        self.assertEqual(403, refused.exception.status)
        self.assertEqual("POLICY_DENIED", refused.exception.reason)
        self.assertIn("not on Sundays", str(refused.exception))

    def test_missing_service_is_named(self):
        with self.assertRaises(NotAvailable) as missing:
            self.joch.model.respond([])
        self.assertEqual("model router", missing.exception.service)
        self.assertIn("JOCH_ROUTER_URL", str(missing.exception))

    def test_nobody_answers(self):
        self.environment["JOCH_ROUTER_URL"] = "http://127.0.0.1:9"
        with self.assertRaises(CallFailed) as failed:
            JochRuntime(self.environment).model.respond([])
        self.assertEqual(0, failed.exception.status)

    def test_event_is_a_span_below_the_agent(self):
        self.joch.trace.event("note.written", {"n": 1, "ok": True, "x": 0.5, "of": ["a"]})
        path, _, body = Joch.seen[0]
        resource = body["resourceSpans"][0]
        span = resource["scopeSpans"][0]["spans"][0]
        self.assertEqual("/v1/traces", path)
        self.assertEqual("0af7651916cd43dd8448eb211c80319c", span["traceId"])
        self.assertEqual("b7ad6b7169203331", span["parentSpanId"])
        self.assertEqual(16, len(span["spanId"]))
        self.assertIn({"key": "n", "value": {"intValue": "1"}}, span["attributes"])
        self.assertIn({"key": "ok", "value": {"boolValue": True}}, span["attributes"])
        self.assertIn(
            {"key": "joch.execution.id", "value": {"stringValue": "exec-1"}},
            resource["resource"]["attributes"],
        )

    def test_artifact_stays_in_its_folder(self):
        address = self.joch.artifact.write("a/b.txt", b"hello")
        self.assertEqual("artifact://exec/exec-1/a/b.txt", address)
        self.assertEqual(b"hello", (self.root / "artifacts/a/b.txt").read_bytes())
        for name in ("../x", "/etc/x", "."):
            with self.assertRaises(ValueError):
                self.joch.artifact.write(name, "x")

    def test_output_is_an_object(self):
        self.joch.write_output({"a": 1})
        self.assertEqual({"a": 1}, json.loads((self.root / "output.json").read_text()))
        with self.assertRaises(TypeError):
            self.joch.write_output([1])
        with self.assertRaises(ValueError):
            self.joch.write_output({"a": float("nan")})

    def test_entrypoint_may_be_async(self):
        async def later(context, joch):
            return {"text": context["input"]["text"]}

        self.assertEqual({"text": "hello"}, call(later, self.joch.context(), self.joch))
        self.assertEqual(7, call(lambda ctx, joch: 7, {}, self.joch))

    def run_program(self, form, name):
        return subprocess.run(
            [sys.executable, "-m", "joch.run", form, name],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_program_runs_a_file(self):
        agent = self.root / "agent.py"
        agent.write_text("def joch_entrypoint(ctx, joch):\n    return {'said': ctx['input']['text']}\n")
        ended = self.run_program("--file", f"{agent}:joch_entrypoint")
        self.assertEqual(0, ended.returncode, ended.stderr)
        self.assertEqual({"said": "hello"}, json.loads((self.root / "output.json").read_text()))

    def test_program_tells_how_it_failed(self):
        agent = self.root / "agent.py"
        agent.write_text("def joch_entrypoint(ctx, joch):\n    raise ValueError('closed')\n")
        ended = self.run_program("--file", f"{agent}:joch_entrypoint")
        self.assertEqual(1, ended.returncode)
        self.assertIn("ValueError: closed", ended.stderr)
        output = json.loads((self.root / "output.json").read_text())
        self.assertEqual({"error": {"message": "closed"}}, output)

    def test_module_without_entrypoint_is_refused(self):
        ended = self.run_program("--module", "json:nothing_of_that_name")
        self.assertEqual(1, ended.returncode)
        self.assertIn("json has no nothing_of_that_name", ended.stderr)


if __name__ == "__main__":
    unittest.main()
