"""Sites of several teams that are released in one act, and what three such teams contributed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

INVITED = {"nord-2027": 60, "sued-2027": 20, "west-2027": 30}
# The south is withheld alone, so the west, which invites the next fewest, is shown with it.
COUNTS: Mapping[str, Mapping[str, int]] = {
    "nord-2027": {"A": 18, "B": 9, "C": 4, "D": 12, "M": 7, "N": 3},
    "sued-2027": {"A": 12},
    "west-2027": {"B": 8, "C": 9, "N": 5},
}

_TEAM = """\
[[surveys]]
id = "{id}"
title = "Team {id}"
headcount = {headcount}
opens = 2027-01-11
closes = 2027-01-29
"""


def site_toml(
    invited: Mapping[str, int] = INVITED,
    *,
    release: str = "teams",
    collection: str = 'mode = "paper"',
    brand: str = "Kontor",
    languages: Sequence[str] = (),
) -> str:
    """Return the configuration of teams that are released as ``release`` says: id -> people invited.

    ``collection`` is the beginning of its table, of one line or several; without ``languages`` the site has
    the usual one.
    """
    site = f"[site]\nlanguages = {json.dumps(languages)}\n" if languages else ""
    head = f"""\
{site}[brand]
name = {json.dumps(brand, ensure_ascii=False)}
[collection]
{collection}
headcount = 400
release = "{release}"
"""
    return head + "".join(_TEAM.format(id=team, headcount=number) for team, number in invited.items())
