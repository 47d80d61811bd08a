"""For each file of a site that a browser runs, another one, which tells the server that it ran."""

from __future__ import annotations

from collections.abc import Mapping

from generator.runtime.archive import packed_zip, stored_zip
from harness.archives import unpacked
from harness.two_faced import LEAK

# Asks the server for something; in a worker of PyScript's, which is a blob, the site's address is its origin.
_TELL = """
{
  const request = new XMLHttpRequest();
  request.open("GET", `${new URL(globalThis.origin)}LEAK?NAME`);
  request.send();
}
"""
_TELL_IN_PYTHON = """
import js
request = js.XMLHttpRequest.new()
request.open("GET", f"{js.origin}/LEAK?NAME")
request.send()
"""


def script(name: str) -> bytes:
    """Return a script that tells the server of ``name``."""
    return _TELL.replace("LEAK", LEAK).replace("NAME", name).encode()


def python(name: str) -> bytes:
    """Return Python for the browser that tells the server of ``name``."""
    return _TELL_IN_PYTHON.replace("LEAK", LEAK).replace("NAME", name).encode()


def false_files(honest: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a dishonest file for each script, style and archive that a visit of the site loads."""
    app = unpacked(honest["runtime/app.zip"])
    entry = "pyodide_app/browser.py"
    first, *others = sorted(worker := unpacked(honest["runtime/worker.zip"]))
    scripts = [name for name in honest if name.endswith(".js")]
    return {
        **{name: script(name) + honest[name] for name in scripts},
        "assets/later.css": honest["assets/later.css"]
        + f"\nhtml{{background:url(../{LEAK}?style)}}".encode(),
        "runtime/start.txt": python("start.txt") + honest["runtime/start.txt"],
        "runtime/app.zip": stored_zip({**app, entry: app[entry] + python("app.zip")}),
        "runtime/worker.zip": packed_zip(
            {first: script("worker.zip") + worker[first], **{name: worker[name] for name in others}}
        ),
    }
