"""The id of a survey, as used in site.toml, in the collector's addresses and in its database."""

from __future__ import annotations

import re

PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"  # small letters, digits, and single hyphens between them
LONGEST = 64


def is_survey_id(text: str) -> bool:
    """Return whether ``text`` can be the id of a survey."""
    return len(text) <= LONGEST and re.fullmatch(PATTERN, text) is not None
