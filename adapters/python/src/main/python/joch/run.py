"""Runs one agent: python -m joch.run --module package.module:function, or --file path.py:function.

The function is joch_entrypoint(context, joch), plain or async; what it returns is the output.
"""

import asyncio
import importlib
import importlib.util
import inspect
import sys
import traceback

from joch.runtime import JochRuntime

ENTRYPOINT = "joch_entrypoint"


def load(form, name):
    """The function of that name; of an object, its joch_entrypoint."""
    place, _, attribute = name.rpartition(":")
    if form == "--file":
        spec = importlib.util.spec_from_file_location("joch_agent", place)
        module = importlib.util.module_from_spec(spec)
        # before it runs: what it defines may look for its module
        sys.modules["joch_agent"] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    found = getattr(module, attribute, None)
    if found is None:
        raise SystemExit(f"{place} has no {attribute}; an agent is a function {ENTRYPOINT}(ctx, joch)")
    return found if callable(found) else getattr(found, ENTRYPOINT)


def call(function, context, joch):
    result = function(context, joch)
    return asyncio.run(_await(result)) if inspect.isawaitable(result) else result


async def _await(result):
    return await result


def main(arguments):
    form, name = arguments
    joch = JochRuntime()
    try:
        output = call(load(form, name), joch.context(), joch)
        joch.write_output({} if output is None else output)
        return 0
    except Exception as failed:  # whatever an agent raises is how it failed
        traceback.print_exc()
        joch.write_output({"error": {"message": str(failed) or type(failed).__name__}})
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
