"""How the surveys of a site are released, as site.toml, the collector's database and an urn say it."""

from __future__ import annotations

from typing import Literal

# Each on its own; all in one act, teams that may be shown beside the others together; nothing but the whole.
ReleaseKind = Literal["each", "teams", "whole"]
