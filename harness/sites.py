"""Sites to build in tests: the complete small one of the design, and parts for others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration import load
from generator.configuration.schema import Config
from questionnaire.faults import InputError

# Word for word from the design's contracts.
COMPLETE = """\
[site]
languages = ["de", "en"]            # the first is the default, at the root of dist/; others in a folder each
[brand]
name = "Hafenkontor Versand AG"
primary = "#7a1f3d"                 # accent, logo, favicon, font, imprint … optional
[[contacts]]
label = "Betriebliche Sozialberatung"   # a string, or a table per language: { de = "…", en = "…" }
phone = "+49 30 901820"             # phone, mail, url, note: any of them
[survey]
id = "hafen-2027"                   # a-z 0-9 and -; names the campaign at the collector
title = "Wie geht es uns am Telefon?"
headcount = 140                     # how many are invited; decides what may be released
opens = 2027-01-11
closes = 2027-01-29
detail = "levers"                   # or "type"; "levers" needs headcount >= 50
[collection]
mode = "slips"                      # off | paper | open | slips
url = "https://umfrage.intern.example/"
"""

BRAND = '[brand]\nname = "Muster AG"\n'
SURVEY = '[survey]\nid = "muster"\ntitle = "Wie geht es uns?"\n'
SMALLEST = BRAND + SURVEY

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>'


# A site that lacks nothing: no warning is left, with a logo that is none of the starter's.
READY = """
[brand]
name = "Muster AG"
imprint = "Muster AG, Musterstadt"
logo = "l.svg"
[[contacts]]
label = { de = "Beratung", en = "Counselling" }
phone = "+49 30 901820"
[survey]
id = "muster-2027"
title = "Wie geht es uns?"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
[collection]
mode = "paper"
"""


def write(folder: Path, text: str = SMALLEST) -> Path:
    """Write ``text`` as ``folder``/site.toml, making the folder, and return the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "site.toml"
    path.write_text(text, "utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder``: path within it -> contents (of a link: its target)."""
    return {
        path.relative_to(folder).as_posix(): _bytes(path)
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def _bytes(path: Path) -> bytes:
    return str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()


def only(path: Path) -> tuple[Config, BrandFiles]:
    """Return the configuration and the brand's files of the only survey of the site.toml at ``path``."""
    [survey] = load.load_surveys(path)
    return survey.config, survey.brand_files


def faults(path: Path) -> list[str]:
    """Return the lines of every fault of the site.toml at ``path``."""
    with pytest.raises(InputError) as refused:
        load.load_surveys(path)
    return [str(fault) for fault in refused.value.faults]


def at_line(number: int | None) -> str:
    """Return how a fault names its line; ``""`` for one that has none, as nothing near it is in the file."""
    return "" if number is None else f"line {number}: "


def unplaced(fault: str) -> str:
    """Return ``fault``, which must have a line, without it: for tests whose promise is another."""
    without, found = re.subn(r"^site\.toml: (?:line|Zeile) [1-9]\d*: ", "site.toml: ", fault)
    assert found, fault
    return without
