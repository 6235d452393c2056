"""Agents in Python under Joch. The contract below this package is in docs/agent-contract.md."""

from joch.runtime import CallFailed, JochRuntime, NotAvailable

__all__ = ["CallFailed", "JochRuntime", "NotAvailable"]
