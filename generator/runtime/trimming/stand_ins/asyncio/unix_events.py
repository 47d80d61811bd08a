# ruff: noqa: INP001 (not a package: its text takes the place of a module in the browser's library)
"""Stands in for asyncio's Unix event loops: Pyodide's own loop needs only the policy's base class."""

from asyncio.events import _BaseDefaultEventLoopPolicy as _DefaultEventLoopPolicy  # type: ignore[attr-defined]  # noqa: F401

__all__ = ()
