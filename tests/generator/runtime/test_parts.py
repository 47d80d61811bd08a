"""The runtime as the page downloads it: in parts, quick to check, that are the files again."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets

from generator.runtime import parts, store


def test_a_large_archive_is_its_parts_one_behind_the_other() -> None:
    """In the order of their names, however many; none is larger than the limit, none is empty."""
    archive = secrets.token_bytes(11 * parts.LARGEST + 1)
    cut = parts.cut({"a.wasm.zip": archive})["a.wasm.zip"]
    assert b"".join(cut[name] for name in sorted(cut)) == archive
    assert list(cut)[:2] == ["a.wasm.01.zip", "a.wasm.02.zip"]
    assert [len(part) for part in cut.values()] == [*[parts.LARGEST] * 11, 1]


def test_what_is_small_or_no_archive_stays_as_it_is() -> None:
    """An archive of exactly the limit is one part; a script is never cut, for a browser runs it whole."""
    files = {"a.zip": bytes(parts.LARGEST), "b.js": bytes(2 * parts.LARGEST), "c.zip": b""}
    assert parts.cut(files) == {name: {name: contents} for name, contents in files.items()}


def test_nothing_that_the_page_checks_takes_long_to_check() -> None:
    """No part is larger than the limit, PyScript's script included: nobody's click waits for a hash.

    The spare WebAssembly, asked for only once the trimmed one has failed, has parts four times as large.
    """
    cut = parts.cut(store.runtime_files())
    spare = cut.pop(parts.SPARE)
    assert max(len(contents) for each in cut.values() for contents in each.values()) <= parts.LARGEST
    assert 1 < len(spare) <= 4
    assert max(map(len, spare.values())) <= parts.LARGEST_OF_SPARE == 4 * parts.LARGEST


def test_the_app_is_one_file_to_download_and_read() -> None:
    """Texts for works councils name ``runtime/app.zip``: it holds the sources, and is never cut."""
    runtime = store.runtime_files()
    assert parts.cut(runtime)["app.zip"] == {"app.zip": runtime["app.zip"]}


def test_the_page_knows_every_part_by_size_and_hash(rich_files: dict[str, bytes]) -> None:
    """What it lists is every file of the folder ``runtime``, in parts that are the files again."""
    for page in ("index.html", "en/index.html"):
        found = re.search(r"data-downloads='([^']*)'", rich_files[page].decode())
        assert found
        listed = json.loads(html.unescape(found[1]))
        for name, contents in store.runtime_files().items():
            assert b"".join(rich_files[f"runtime/{part}"] for part, _, _ in listed[name]) == contents
        told = {f"runtime/{part}": (size, digest) for each in listed.values() for part, size, digest in each}
        assert told == {
            name: (len(contents), base64.b64encode(hashlib.sha256(contents).digest()).decode())
            for name, contents in rich_files.items()
            if name.startswith("runtime/")
        }
