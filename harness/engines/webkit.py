"""WebKitGTK's own browser by its WebDriver, on a display of its own."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from harness.engines.process import Running, running
from harness.engines.remote import Action, RemoteWindow
from harness.engines.window import RECORD_COMPLAINTS, Window
from harness.polling import until
from harness.servers import free_port

_ANSWER_WITHIN = 60.0  # seconds
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _command(method: str, address: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 (JSON)
    """Return the value that the driver answers with; raises ``RuntimeError`` with the driver's words."""
    content = None if method != "POST" else json.dumps(body or {}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, content, headers, method=method)  # noqa: S310 (our own driver)
    try:
        with _DIRECT.open(request, timeout=_ANSWER_WITHIN) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        with error:
            said = error.read().decode("utf-8", "replace")
    raise RuntimeError(f"{method} {address}: {said}")


class _WebKitWindow(RemoteWindow):
    def __init__(self, address: str) -> None:
        self._address = address

    def _post(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 (JSON)
        return _command("POST", f"{self._address}/{command}", parameters)

    def goto(self, address: str) -> None:
        """Open ``address``. WebKit's driver runs nothing before a page's scripts: we come right behind."""
        self._post("url", url=address)
        there = f"location.href === {json.dumps(address)}"
        state = f"(() => {{ if ({there}) {{ {RECORD_COMPLAINTS} return document.readyState; }} }})()"
        until(lambda: self._read(state) == "complete", f"{address} is loaded")

    def _read(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Evaluate; ``None`` if the page left meanwhile for the one that was asked for."""
        try:
            return self.evaluate(expression)
        except RuntimeError as error:
            if "no such frame" in str(error):
                return None
            raise

    def back(self) -> None:
        self._post("back")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        script = """
            const done = arguments[arguments.length - 1];
            (async () => (%s))().then((value) => done([value ?? null]), (error) => done(String(error)));
        """
        answer = self._post("execute/async", script=script % expression, args=[])
        if isinstance(answer, str):
            raise RuntimeError(f"{answer} in {expression}")  # noqa: TRY004 (a fault of the page, not of a type)
        return answer[0]

    def perform(self, actions: Action) -> None:
        self._post("actions", actions=[actions])

    def complaints(self) -> list[str]:
        return list(self.evaluate("window.complaints"))

    def screenshot(self) -> bytes:
        return base64.b64decode(_command("GET", f"{self._address}/screenshot"))


class _WebKit:
    def __init__(self, process: Running, address: str, browser: str) -> None:
        self._process = process
        self._address = address
        self._browser = browser

    def output(self) -> str:
        return self._process.output()

    @contextmanager
    def window(self, proxy: str) -> Iterator[Window]:
        """Start a browser for this window; in automation mode it keeps nothing when it ends."""
        options = {
            "binary": self._browser,
            "args": ["--automation", f"--proxy=http://{proxy}"],
        }
        wanted = {"webkitgtk:browserOptions": options, "pageLoadStrategy": "none"}
        session = _command("POST", f"{self._address}/session", {"capabilities": {"alwaysMatch": wanted}})
        window = f"{self._address}/session/{session['sessionId']}"
        try:
            yield _WebKitWindow(window)
        finally:
            _command("DELETE", window)


@contextmanager
def webkit(programs: tuple[Path, ...], folder: Path) -> Iterator[_WebKit]:
    """Run ``programs`` (driver, its browser, display) until the block ends."""
    driver, browser, xvfb = map(str, programs)
    port = free_port()
    with running(
        [xvfb, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"], folder
    ) as display:
        number = display.said(r"^(\d+)$")
        environment = {
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",  # no graphics card: drawing at once costs half
        }
        with running([driver, f"--port={port}"], folder, environment=environment) as process:
            address = f"http://127.0.0.1:{port}"
            until(lambda: _ready(address), f"{driver} answers")
            yield _WebKit(process, address, browser)


def _ready(address: str) -> bool:
    with suppress(OSError):
        return bool(_command("GET", f"{address}/status")["ready"])
    return False
