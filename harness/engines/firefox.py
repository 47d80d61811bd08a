"""The system's Firefox over WebDriver BiDi: the browser speaks it by itself, no driver is needed.

Playwright drives only Firefox builds that it patched or that are newer than the distributions'.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from harness.engines import actions
from harness.engines.process import Running, running
from harness.engines.window import RECORD_COMPLAINTS, Key, Window
from harness.polling import until

_PREFERENCES = {
    "network.proxy.allow_hijacking_localhost": True,  # requests to this machine go through the proxy, too
    "ui.prefersReducedMotion": 1,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.sessionstore.interval": 1000,  # milliseconds; usually 15 seconds
}
_ANSWER_WITHIN = 60.0  # seconds


class _Session:
    """Commands to one browser, and the log entries that came in between."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.entries: list[dict[str, Any]] = []

    def _receive(self, method: str) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(self._socket.recv(timeout=_ANSWER_WITHIN))
        except TimeoutError:
            raise TimeoutError(f"Firefox has not answered {method} within {_ANSWER_WITHIN:g} s") from None
        return message

    def __call__(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return the command's result; raises ``RuntimeError`` with the browser's words if it fails."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = self._receive(method)
            if message["type"] == "event":
                self.entries.append(message["params"])
            elif message["id"] == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                result: dict[str, Any] = message["result"]
                return result


class _FirefoxWindow:
    def __init__(self, session: _Session, context: str) -> None:
        self._session = session
        self._context = context
        session.entries.clear()

    def goto(self, address: str) -> None:
        self._session("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def back(self) -> None:
        self._session("browsingContext.traverseHistory", context=self._context, delta=-1)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        answer = self._session(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(f"{answer['exceptionDetails']['text']} in {expression}")
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        """Click the one visible element by mouse, once it stands still and nothing lies over it."""
        x, y = until(lambda: self._at_rest(selector), f"{selector} can be clicked")
        self._perform(actions.click_at(x, y))

    def _at_rest(self, selector: str) -> tuple[int, int] | None:
        spot = self.evaluate(actions.SPOT % json.dumps(selector))
        return tuple(spot) if spot else None

    def press(self, key: Key) -> None:
        self._perform(actions.press(key))

    def type(self, text: str) -> None:
        self._perform(actions.typed(text))

    def _perform(self, action: actions.Action) -> None:
        self._session("input.performActions", context=self._context, actions=[action])

    def complaints(self) -> list[str]:
        complaints = list(self.evaluate("window.complaints"))
        return complaints + [
            f"{entry['level']}: {entry['text']}"
            for entry in self._session.entries
            if entry["level"] in ("error", "warn") and entry["source"].get("context") in (self._context, None)
        ]

    def screenshot(self) -> bytes:
        answer = self._session("browsingContext.captureScreenshot", context=self._context)
        return base64.b64decode(answer["data"])


class Firefox:
    """A running Firefox."""

    def __init__(self, process: Running, session: _Session) -> None:
        self._process = process
        self._session = session

    def output(self) -> str:
        """Return what the browser printed so far."""
        return self._process.output()

    @contextmanager
    def window(self, proxy: str | None, before: str = RECORD_COMPLAINTS) -> Iterator[Window]:
        """Open a window in a container of its own, which shares no storage with any other.

        ``before`` runs in every page before its own scripts; without ``proxy``, requests go directly.
        """
        settings = {"proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy}
        wire = {"proxy": settings if proxy else {"proxyType": "direct"}}
        profile = self._session("browser.createUserContext", **wire)["userContext"]
        try:
            context = self._session("browsingContext.create", type="tab", userContext=profile)["context"]
            self._session(
                "browsingContext.setViewport", context=context, viewport={"width": 1280, "height": 800}
            )
            script = f"() => {{ {before} }}"
            self._session("script.addPreloadScript", functionDeclaration=script, userContexts=[profile])
            yield _FirefoxWindow(self._session, context)
        finally:
            self._session("browser.removeUserContext", userContext=profile)


@contextmanager
def firefox(path: Path, folder: Path) -> Iterator[Firefox]:
    """Run the Firefox at ``path`` with a new profile in ``folder`` until the block ends."""
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = [
        str(path),
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    # The folder is its home: root may run it whoever owns the real home, and it leaves nothing there.
    with running(command, folder, environment={"HOME": str(folder)}) as process:
        address = process.wait_for_output(r"WebDriver BiDi listening on (ws://\S+)")
        with connect(f"{address}/session", proxy=None, compression=None, max_size=None) as socket:
            session = _Session(socket)
            # The certificate of harness.https is its own.
            session("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
            session("session.subscribe", events=["log.entryAdded"])
            yield Firefox(process, session)
