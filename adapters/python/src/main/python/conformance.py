"""Does one thing of the runtime client at a time, so that whoever runs it sees that it does."""

import threading

from joch.runtime import CallFailed, NotAvailable


def _denied(joch):
    try:
        joch.tools.call("desk.close", {})
    except CallFailed as refused:
        return {"denied": True, "reason": refused.reason, "status": refused.status}
    return {"denied": False}


def _missing(joch):
    try:
        joch.tools.call("desk.search", {})
    except NotAvailable as missing:
        return {"missing": missing.service}
    return {"missing": ""}


def _fail():
    raise RuntimeError("the desk is closed")


def _wait():
    print("waiting")
    threading.Event().wait()


async def joch_entrypoint(ctx, joch):
    message = {"role": "user", "content": [{"kind": "text", "text": "hello"}]}
    steps = {
        "echo": lambda: {"agent": ctx["agent"]["name"], "execution": ctx["execution"]["name"]},
        "manifest": lambda: {"kind": joch.manifest()["kind"]},
        "log": lambda: print("a line for people"),
        "artifact": lambda: {"address": joch.artifact.write("out/note.md", "noted")},
        "trace": lambda: joch.trace.event("conformance.event", {"answer": 42, "word": "yes"}),
        "tool": lambda: {"result": joch.tools.call("desk.search", {"query": "x"})},
        "mcp": lambda: {"result": joch.mcp.call("handbook", "tools/list", {})},
        "model": lambda: {"result": joch.model.respond([message])},
        "denied": lambda: _denied(joch),
        "approval": lambda: {"result": joch.approval.request("close the desk")},
        "missing": lambda: _missing(joch),
        "fail": _fail,
        "wait": _wait,
    }
    return steps[ctx["input"]["text"]]()
