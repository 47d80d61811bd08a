"""Campaigns for tests: a site for each way to contribute, and the folder that is made of it."""

from __future__ import annotations

from pathlib import Path

from generator.campaign.files import campaign_files
from harness import sites
from harness.releases import ADDRESS, SITE
from harness.trustees import COUNCIL, OFFICER, sealing

LANGUAGES = ("de", "en", "de-leicht")
_SITE = SITE.replace('languages = ["de", "en"]', 'languages = ["de", "en", "de-leicht"]')
_OFF = f"""\
[site]
languages = ["de", "en", "de-leicht"]
address = "{ADDRESS}"
{sites.SMALLEST}"""

# The way to contribute -> the site.toml.
SITES = {
    "off": _OFF,
    **{mode: _SITE.replace('mode = "slips"', f'mode = "{mode}"') for mode in ("paper", "open", "slips")},
    "open_sealed": sealing(_SITE.replace('mode = "slips"', 'mode = "open"'), COUNCIL),
    "slips_sealed": sealing(_SITE, COUNCIL, OFFICER),
}


def files_for(way: str, folder: Path, *changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the campaign's folder for ``way``, with each (old, new) in its site.toml replaced."""
    text = SITES[way]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return campaign_files(sites.write(folder, text))


def texts(files: dict[str, bytes], language: str = "de") -> dict[str, str]:
    """Return the text files in ``language``: name without number and ending -> text."""
    start = f"{language}/"
    names = [name for name in files if name.startswith(start) and name.endswith(".txt")]
    return {name[len(start) + 3 : -4]: files[name].decode() for name in names}
