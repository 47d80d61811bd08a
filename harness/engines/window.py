"""The interface of an engine that a journey needs, whatever drives the engine."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Key = Literal["Tab", "Enter", "Space", "ArrowDown", "1", "2", "3", "4"]

# Installed before the page's own scripts where the engine allows that, else as early as it can be.
RECORD_COMPLAINTS = """
if (!window.complaints) {
    window.complaints = [];
    const complain = (text) => window.complaints.push(text);
    document.addEventListener("securitypolicyviolation",
        (event) => complain(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
    window.addEventListener("error",
        (event) => complain(`error: ${event.message ?? event.target.outerHTML}`), true);
    window.addEventListener("unhandledrejection", (event) => complain(`rejected: ${event.reason}`));
}
"""


class Window(Protocol):
    """One window with a profile of its own; addresses are absolute, selectors are CSS."""

    def goto(self, address: str) -> None:
        """Open ``address``; returns once it is loaded."""

    def back(self) -> None:
        """Press the browser's own back button."""

    def click(self, selector: str) -> None:
        """Click the one element by mouse, as soon as it can be clicked."""

    def press(self, key: Key) -> None:
        """Press and release a key."""

    def type(self, text: str) -> None:
        """Press the key of each character."""

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return the value of a JavaScript expression, awaited if it is a promise."""

    def complaints(self) -> list[str]:
        """Return every error, and every violation of the policy, that page and engine reported."""

    def screenshot(self) -> bytes:
        """Return a PNG of what is shown."""


class Engine(Protocol):
    """A running browser."""

    def window(self, proxy: str | None) -> AbstractContextManager[Window]:
        """Open a window that asks ``proxy`` (host:port) for everything, this machine included.

        Without ``proxy``, requests go directly.
        """

    def output(self) -> str:
        """Return the output of browser and driver so far."""
