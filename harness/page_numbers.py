"""Numbers that the page's own scripts are written with, read from there, so that no test repeats them."""

from __future__ import annotations

import math
import re

from harness.paths import ROOT

SCRIPTS = ROOT / "site_templates" / "scripts"


def number(script: str, name: str) -> int:
    """Return the constant ``name`` of ``script``, in its unit; raises ``LookupError`` if there is none."""
    found = re.search(rf"\bconst {name} = ([\d_]+(?: \* [\d_]+)*);", (SCRIPTS / script).read_text("utf-8"))
    if not found:
        raise LookupError(f"{SCRIPTS / script}: no whole number {name}; name the one that a test needs")
    return math.prod(map(int, found[1].split(" * ")))
