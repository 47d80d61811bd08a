"""The runtime's files as a site holds them: large archives cut into parts.

A browser checks a download against its hash only once all of it is here. With parts, a download that breaks
off goes on with the missing ones, each check takes a few milliseconds, and people who wait see how many have
come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LARGEST = 320 * 1024  # bytes of a part; the page holds 50 for each
# The WebAssembly that is not trimmed; a visit seldom asks for it, so the page holds fewer hashes of it.
SPARE, LARGEST_OF_SPARE = "whole.wasm.zip", 4 * LARGEST


def cut(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return the parts of each of ``files``: its name -> a part's name -> contents, in their order.

    Only archives are cut, and only those larger than ``LARGEST`` (the spare one: than four times that); put
    one behind the other, the parts are the archive again. Everything else is a single part of its own name.
    """
    return {name: dict(_parts(name, contents)) for name, contents in sorted(files.items())}


def _parts(name: str, contents: bytes) -> Iterator[tuple[str, bytes]]:
    stem, dot, ending = name.rpartition(".")
    largest = LARGEST_OF_SPARE if name == SPARE else LARGEST
    if ending != "zip" or len(contents) <= largest:
        yield name, contents
        return
    for number, start in enumerate(range(0, len(contents), largest), start=1):
        yield f"{stem}.{number:02}{dot}{ending}", contents[start : start + largest]
