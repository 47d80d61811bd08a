# ruff: noqa: INP001 (no package: its source replaces a module of the browser's library)
"""Replaces asyncio's Unix event loops: Pyodide's own loop needs only the base class of the policy."""

from asyncio.events import _BaseDefaultEventLoopPolicy as _DefaultEventLoopPolicy  # type: ignore[attr-defined]  # noqa: F401

__all__ = ()
