"""A facilitator in front of the studio, in the window of any engine: the same steps for every engine."""

from __future__ import annotations

import base64
import json

from harness.engines.person import Person
from harness.engines.window import Window
from harness.polling import until

# Keeps what the page gives to the browser's downloads, and lets no dialog of the system appear.
CATCH_DOWNLOADS = """
(() => {
    const click = HTMLAnchorElement.prototype.click;
    window.downloads = {};
    HTMLAnchorElement.prototype.click = function () {
        if (!this.download) return click.call(this);
        const name = this.download;
        fetchBlob(this.href).then((text) => { window.downloads[name] = text; });
    };
    const blobs = new Map();
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        const address = make.call(URL, blob);
        blobs.set(address, blob);
        return address;
    };
    const fetchBlob = (address) => new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.readAsDataURL(blobs.get(address));
    });
})()
"""

_DROP = """
(() => {
    const bytes = Uint8Array.from(atob(%(contents)s), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], %(name)s));
    const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector(%(selector)s).dispatchEvent(event);
})()
"""

_PUT = """
(() => {
    const control = document.querySelector(%(selector)s);
    control.focus();
    control.value = %(value)s;
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
})()
"""


class Facilitator(Person):
    """The studio at ``address``, opened in ``window``."""

    def __init__(self, window: Window, address: str) -> None:
        super().__init__(window)
        window.goto(address)
        window.evaluate(CATCH_DOWNLOADS)

    # ---- looking ----

    def wait_until_python_is_ready(self) -> None:
        """Wait until the desk answers."""
        until(lambda: self.of("html", "it.dataset.python === 'ready'"), "the desk answers", patience=120)

    def wait_until_ready(self) -> None:
        """Wait until nothing is left to do."""
        until(lambda: self.of("#readiness", "it.dataset.ready === 'yes'"), "the site is ready")

    def left(self) -> list[str]:
        """Return what is left to do, in the studio's words."""
        listed = "[...document.querySelectorAll('#ready .open, #ready-faults .open')]"
        return [str(text) for text in self.window.evaluate(f"{listed}.map((one) => one.textContent)")]

    # ---- filling in ----

    def go_to(self, step: str) -> None:
        """Open a step of the form."""
        link = f'.steps a[data-step="{step}"]'
        self._scroll_to(link)
        self.window.click(link)

    def press(self, action: str) -> None:
        """Click the button for an action in the step that is open, once the desk has answered."""
        self._wait_for_the_desk()
        button = f'section:not([hidden]) [data-action="{action}"]'
        self._scroll_to(button)
        self.window.click(button)

    def write(self, field: str, text: str, *, control: str = "input") -> None:
        """Scroll to a field, click into it, replace what is there by ``text``, key by key, and leave it."""
        selector = f"{field} {control}"
        self._scroll_to(selector)
        self.window.click(selector)
        self.of(selector, "it.select?.()")
        self.window.type(text)
        self.window.press("Tab")

    def tick(self, selector: str) -> None:
        """Click the label of a box or of a choice, and again where the page moved under the click."""
        self._wait_for_the_desk()
        self.window.evaluate(f"document.querySelector({json.dumps(selector)}).labels[0].id = 'to-tick'")
        wanted = self.of(selector, "it.type === 'radio' || !it.checked")

        def is_ticked() -> bool:
            self._scroll_to("#to-tick")
            self.window.click("#to-tick")
            return bool(self.of(selector, "it.checked") == wanted)

        until(is_ticked, f"{selector} is ticked")
        self.of("#to-tick", "it.removeAttribute('id')")

    def choose_day(self, field: str, day: str) -> None:
        """Choose a day, such as 2027-01-11: every browser has another calendar, so a script stands in."""
        self._run(_PUT, selector=f"{field} input", value=day)

    def drop(self, field: str, name: str, contents: bytes) -> None:
        """Drop a file on a field, and wait until the field names it."""
        self._run(
            _DROP,
            selector=f"{field} .drop",
            name=name,
            contents=base64.b64encode(contents).decode(),
        )
        until(lambda: self.of(f"{field} .name", "it.classList.contains('given')"), f"{field} names {name}")

    def download(self, action: str) -> tuple[str, bytes]:
        """Press a button that saves a file; return the file's name and contents."""
        self.window.evaluate("window.downloads = {}")
        self.press(action)
        saved = until(lambda: self.window.evaluate("Object.entries(window.downloads)[0]"), f"{action} saves")
        return str(saved[0]), base64.b64decode(saved[1])

    def _wait_for_the_desk(self) -> None:
        until(lambda: self.of("html", "!it.dataset.busy"), "the desk has answered")

    def _scroll_to(self, selector: str) -> None:
        """Bring the element into view, as a person does: WebKit's driver does not always."""
        self.of(selector, "it.scrollIntoView({ block: 'center', inline: 'center' })")

    def _run(self, script: str, **given: str) -> None:
        self.window.evaluate(script.strip() % {key: json.dumps(value) for key, value in given.items()})


def field(at: str, *, entry: int | None = None, language: str | None = None) -> str:
    """Return the selector of a field, by its key; of a list's entry, counted from 1; in one language."""
    place = "" if entry is None else f".entry:nth-child({entry}) "
    row = "" if language is None else f' .row[data-language="{language}"]'
    return f'section:not([hidden]) {place}[data-at="{at}"]{row}'
