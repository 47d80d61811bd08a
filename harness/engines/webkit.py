"""WebKitGTK's own browser, driven by selenium through Debian's driver, on a display of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver import ActionChains, Proxy, Remote, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.service import Service

from harness.engines.process import running
from harness.engines.window import RECORD_COMPLAINTS, Key, Window
from harness.polling import PATIENCE, until

_KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "ArrowDown": Keys.ARROW_DOWN, "Space": " "}
_NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)


class _WebKitWindow:
    def __init__(self, driver: Remote) -> None:
        self._driver = driver

    def goto(self, address: str) -> None:
        """Open ``address``; record complaints right after, as WebKit's driver runs nothing before a page.

        The former page may have the same address and be there for a while: it is marked as left.
        """
        self._read("window.isLeft = true")
        self._driver.get(address)
        arrived = f"!window.isLeft && location.href === {json.dumps(address)}"
        state = f"(() => {{ if ({arrived}) {{ {RECORD_COMPLAINTS} return document.readyState; }} }})()"
        until(lambda: self._read(state) == "complete", f"{address} is loaded")

    def _read(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return the value of ``expression``; ``None`` if another page replaces this one meanwhile."""
        with suppress(NoSuchFrameException):
            return self.evaluate(expression)
        return None

    def back(self) -> None:
        self._driver.back()

    def click(self, selector: str) -> None:
        until(lambda: self._clicked(selector), f"{selector} can be clicked")

    def _clicked(self, selector: str) -> bool:
        """Click the one visible element; return whether that was possible now."""
        with suppress(*_NOT_YET):
            found = self._driver.find_elements(By.CSS_SELECTOR, selector)
            shown = [element for element in found if element.is_displayed()]
            if len(shown) == 1 and shown[0].is_enabled():
                shown[0].click()
                return True
        return False

    def press(self, key: Key) -> None:
        ActionChains(self._driver).send_keys(_KEYS.get(key, key)).perform()

    def type(self, text: str) -> None:
        ActionChains(self._driver).send_keys(text.replace("\n", Keys.ENTER)).perform()

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        script = """
            const done = arguments[arguments.length - 1];
            (async () => (%s))().then((value) => done([value ?? null]), (error) => done(String(error)));
        """
        answer = self._driver.execute_async_script(script % expression)
        if isinstance(answer, str):
            raise RuntimeError(f"{answer} in {expression}")  # noqa: TRY004 (a fault of the page, not of a type)
        return answer[0]

    def complaints(self) -> list[str]:
        return list(self.evaluate("window.complaints"))

    def screenshot(self) -> bytes:
        return self._driver.get_screenshot_as_png()


class _WebKit:
    def __init__(self, service: Service, browser: Path, log: Path) -> None:
        self._service = service
        self._browser = browser
        self._log = log

    def output(self) -> str:
        return self._log.read_text("utf-8", "replace")

    @contextmanager
    def window(self, proxy: str | None) -> Iterator[Window]:
        """Start a browser for this window; in automation mode it keeps nothing when it ends."""
        options = WebKitGTKOptions()
        options.binary_location = str(self._browser)
        options.page_load_strategy = "none"
        options.accept_insecure_certs = True  # the certificate of harness.https is its own
        for argument in ("--automation", *([f"--proxy=http://{proxy}"] if proxy else [])):
            options.add_argument(argument)
        directly = ClientConfig(self._service.service_url, proxy=Proxy({"proxyType": "direct"}))
        driver = Remote(RemoteConnection(client_config=directly), options=options)
        driver.set_script_timeout(PATIENCE)
        try:
            yield _WebKitWindow(driver)
        finally:
            driver.quit()


@contextmanager
def webkit(programs: tuple[Path, ...], folder: Path) -> Iterator[_WebKit]:
    """Run ``programs`` (driver, its browser, display) until the block ends."""
    driver, browser, xvfb = programs
    log = folder / "driver.log"
    screen = ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]
    with running([str(xvfb), *screen], folder) as display:
        number = display.wait_for_output(r"^(\d+)$")
        environment = {
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",  # no graphics card: drawing at once costs half
        }
        service = Service(str(driver), log_output=str(log), env={**os.environ, **environment})
        service.start()
        try:
            yield _WebKit(service, browser, log)
        finally:
            service.stop()
