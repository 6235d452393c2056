"""Answers what it is told, leaves a note with the run, and records that it did."""

from joch.runtime import CallFailed, NotAvailable


def joch_entrypoint(ctx, joch):
    text = ctx["input"]["text"]
    print("working on:", text)
    note = joch.artifact.write("note.md", f"# {text}\n")
    try:
        joch.trace.event("note.written", {"artifact": note})
    except (CallFailed, NotAvailable) as failed:
        # an installation without a trace service runs agents all the same
        print("not traced:", failed)
    return {"answer": f"you said: {text}", "words": len(text.split())}
