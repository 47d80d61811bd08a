"""A page that seals and opens ballots by the script that sites get: on a server, or as one file.

Its policy is as strict as a site's. Bytes go in and come out in hexadecimal digits (``seal_page.js``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from generator.runtime import bundling
from harness import hpke_vectors as vectors
from harness.engines.window import Window
from harness.paths import ROOT

_DRIVER = ROOT / "harness" / "seal_page.js"
_SUITE = ROOT / "harness" / "seal_suite.js"

_ON_A_SERVER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Seals</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; img-src data:">
<link rel="icon" href="data:,"><script src="page.js"></script>
"""
_IMPORTS = """
window.scripts = { seal: () => import("./seal.js"), suite: () => import("./seal_suite.js") };
"""
_AS_ONE_FILE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Seals</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' blob:">
<script type="text/plain" id="seal">{seal}</script><script type="text/plain" id="suite">{suite}</script>
<script>
const embedded = (id) => () => import(URL.createObjectURL(new Blob(
    [document.getElementById(id).textContent], {{ type: "text/javascript" }})));
window.scripts = {{ seal: embedded("seal"), suite: embedded("suite") }};
{driver}</script>
"""


def write_folder(folder: Path) -> None:
    """Write the page and its scripts for a server."""
    (folder / "index.html").write_text(_ON_A_SERVER, "utf-8")
    (folder / "page.js").write_text(_IMPORTS + _DRIVER.read_text("utf-8"), "utf-8")
    (folder / "seal.js").write_bytes(bundling.seal_script().read_bytes())
    (folder / "seal_suite.js").write_bytes(bundling.seal_script(_SUITE).read_bytes())


def write_file(path: Path) -> None:
    """Write the page as one file with its scripts inside."""
    seal, suite = (
        script.read_text("utf-8") for script in (bundling.seal_script(), bundling.seal_script(_SUITE))
    )
    path.write_text(_AS_ONE_FILE.format(seal=seal, suite=suite, driver=_DRIVER.read_text("utf-8")), "utf-8")


class SealPage:
    """The page, opened in ``window``; keys and texts are bytes."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def can_seal(self) -> bool:
        """Return whether the page says that it can seal."""
        return bool(self._window.evaluate("sealing.canSeal()"))

    def seal(self, contents: Iterable[bytes], public_keys: Sequence[bytes], info: bytes) -> list[bytes | str]:
        """Return each of ``contents`` sealed, or the kind of the refusal."""
        return self._run("seal", contents, public_keys, info)

    def unseal(
        self, sealed: Iterable[bytes], private_keys: Sequence[bytes], info: bytes
    ) -> list[bytes | str]:
        """Return the contents of each of ``sealed``, or the kind of the refusal."""
        return self._run("unseal", sealed, private_keys, info)

    def _run(
        self, action: str, all_of: Iterable[bytes], keys: Sequence[bytes], info: bytes
    ) -> list[bytes | str]:
        values = [action, [each.hex() for each in all_of], [key.hex() for key in keys], info.hex()]
        done = self._window.evaluate(f"sealing.run({', '.join(map(json.dumps, values))})")
        return [each.get("refused") or bytes.fromhex(each["bytes"]) for each in done]

    def milliseconds(
        self, times: int, contents: bytes, public_keys: Sequence[bytes], info: bytes
    ) -> list[float]:
        """Return how long each of so many seals takes."""
        values = [times, contents.hex(), [key.hex() for key in public_keys], info.hex()]
        return list(self._window.evaluate(f"sealing.time({', '.join(map(json.dumps, values))})"))

    def repeat_vector(self) -> dict[str, Any]:
        """Return what the page computes in both roles where the vector of the RFC gives it the keys."""
        given = {
            "sender": vectors.SENDER_PRIVATE_KEY.hex(),
            "senderPublic": vectors.SENDER_PUBLIC_KEY.hex(),
            "recipient": vectors.PRIVATE_KEY.hex(),
            "recipientPublic": vectors.PUBLIC_KEY.hex(),
            "info": vectors.INFO.hex(),
            "plaintext": vectors.PLAINTEXT.hex(),
            "numbers": list(vectors.CIPHERTEXTS),
            "contexts": list(vectors.EXPORTS),
        }
        return dict(self._window.evaluate(f"sealing.vector({json.dumps(given)})"))
